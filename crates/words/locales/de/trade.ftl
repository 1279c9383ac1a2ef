# What the desks for stock and dispatch say.
