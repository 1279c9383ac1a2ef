# What the manufacturer's desks say.
