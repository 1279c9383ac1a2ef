# What the regulator's desks say.
