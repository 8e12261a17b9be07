"""What is kept and told of a graded submission: gradebook, pages, exports."""
