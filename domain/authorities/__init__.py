"""Bodies that supervise, and the sectors they answer for."""

from domain.terms import Term


class AuthorityKind(Term):
    """Gates behaviour: only an administrative organ inspects (X43); a social organisation checks by contract."""

    ADMIN_ORGAN = "ADMIN_ORGAN", "行政机关", "Administrative organ"
    SOCIAL_ORG = "SOCIAL_ORG", "社会组织", "Social organisation"


class Sector(Term):
    EDUCATION = "EDUCATION", "教育", "Education"
    HUMAN_RESOURCES = "HUMAN_RESOURCES", "人力资源社会保障", "Human resources"
    SCIENCE_TECHNOLOGY = "SCIENCE_TECHNOLOGY", "科技", "Science and technology"
    CULTURE_TOURISM = "CULTURE_TOURISM", "文化和旅游", "Culture and tourism"
    SPORTS = "SPORTS", "体育", "Sports"
    MARKET_REGULATION = "MARKET_REGULATION", "市场监管", "Market regulation"
    PUBLIC_SECURITY = "PUBLIC_SECURITY", "公安", "Public security"
    COMMUNICATIONS = "COMMUNICATIONS", "通信管理", "Communications administration"


class ChangeKind(Term):
    """What waits for a second person, because it changes what officials reach, or who inspects."""

    JURISDICTION = "JURISDICTION", "管辖变更", "Another region, sectors or authority above"
    CLOSING = "CLOSING", "机关撤销", "Closing of an authority"
    OFFICERS = "OFFICERS", "人员入库", "Officers entered in the list"
    OFFICER_MOVE = "OFFICER_MOVE", "人员调动", "An officer moved to another authority"


class ChangeState(Term):
    WAITING = "WAITING", "待确认", "Waiting for a second person"
    CONFIRMED = "CONFIRMED", "已确认", "Confirmed"
    DECLINED = "DECLINED", "已否决", "Declined"
