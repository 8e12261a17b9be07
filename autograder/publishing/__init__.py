"""What goes out to readers: static pages and the students' kit."""
