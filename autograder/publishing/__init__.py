"""What goes out to readers: static pages, the site for the browser and the students' kit."""
