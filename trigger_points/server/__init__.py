"""HTTP, sessions and storage around the conversation.

What Rasa imports and serving never uses is left out before the first module here imports Rasa.
"""

from trigger_points.server.unused_libraries import leave_out

leave_out()
