"""The visit itself: notice, arrival, what is signed, and who goes instead of whom."""
