"""How each capture reads: judged, corrected by hand, and kept for the next build."""
