"""The dataset as a folder that can be cited: exported, rebuilt, compared and audited."""
