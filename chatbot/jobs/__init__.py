"""What runs by itself: the deliver loop and the scheduled tasks."""
