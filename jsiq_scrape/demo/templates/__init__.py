"""The markups of the demo site: eight hand-written templates of a profile, and three frames of a page around them."""
