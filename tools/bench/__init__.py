"""What kpireport costs, beside bare floors and what a user would do instead: ``make bench``."""
