from extractor.api import Plan as Plan
from extractor.api import extract as extract
from extractor.api import read_output as read_output
from extractor.api import read_plan as read_plan
from extractor.api import read_plans as read_plans
from extractor.diagnostics import ExtractorError as ExtractorError
from extractor.diagnostics import UnreadableDocument as UnreadableDocument

__version__: str
