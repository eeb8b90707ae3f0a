"""A line as its coordination sees it: settings, people, hours, map, desk."""
