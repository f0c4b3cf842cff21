"""Publishing: freezing stories into editions, now or at a set time."""
