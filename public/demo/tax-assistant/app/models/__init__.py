"""The models that Alembic compares with the database."""

from app.models.ccnl_database import *  # noqa: F401,F403
from app.models.document import *  # noqa: F401,F403
from app.models.encryption import *  # noqa: F401,F403
from app.models.faq import *  # noqa: F401,F403
from app.models.gdpr import *  # noqa: F401,F403
from app.models.knowledge import *  # noqa: F401,F403
from app.models.regional_taxes import *  # noqa: F401,F403
from app.models.user import *  # noqa: F401,F403
