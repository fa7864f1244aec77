"""A group's board pack as its reader sees it: the heat map, what stands out, each entity."""
