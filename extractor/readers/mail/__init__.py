"""E-mails and pages saved by a browser.

`eml` opens messages (RFC 5322) and Outlook's `.msg`: their attachments are documents of their own;
the message itself is one only where nothing that can be read is attached. A page that a browser
saved as MHTML is one document.
"""

from extractor.readers.mail.eml import open_eml, read_mhtml
from extractor.readers.mail.outlook import open_msg

__all__ = ["open_eml", "open_msg", "read_mhtml"]
