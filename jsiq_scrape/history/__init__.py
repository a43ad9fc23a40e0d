"""Which captures show one office, the versions of its page, and the changes between them."""
