"""In what a published draw can differ from the draw done again, in the order of looking."""

from domain.terms import Term


class DifferenceKind(Term):
    FORMAT = "FORMAT", "文件不符合规定格式", "The proof is not put together as specified"
    OBJECT_LIST = "OBJECT_LIST", "检查对象名单与承诺不符", "The list of objects was changed"
    OFFICER_LIST = "OFFICER_LIST", "检查人员名单与承诺不符", "The list of officers was changed"
    RECUSALS = "RECUSALS", "回避名单与承诺不符", "The list of recusals was changed"
    RULES = "RULES", "抽取规则与公布的不符", "The rules are not those announced"
    COMMITMENT = (
        "COMMITMENT",
        "冻结内容与承诺值不符",
        "What was frozen is not what was committed to",
    )
    NOTICE = "NOTICE", "事前公告与冻结内容不符", "The notice does not say what was frozen"
    ROW = "ROW", "名单中有不合规的行", "A row of a list is not well formed"
    LIST_ORDER = (
        "LIST_ORDER",
        "名单未按规定排序或有重复",
        "A list is out of order or names one twice",
    )
    ENTROPY_SOURCE = "ENTROPY_SOURCE", "随机源不符合要求", "The source of chance is not a fair one"
    BEFORE = "BEFORE", "与抽取前公布的公告不符", "Another draw was announced beforehand"
    NONCE = "NONCE", "揭示的随机数与承诺不符", "The nonce is not the one committed to"
    ENTROPY = "ENTROPY", "公共随机值与约定的随机源不符", "The public chance does not fit its source"
    SEED = "SEED", "种子计算有误", "The seed is another"
    QUANTITY = "QUANTITY", "抽取数量与规则不符", "A quantity is not what the rule gives"
    RANKING = "RANKING", "排序结果有误", "A ranking is another"
    DRAWN = "DRAWN", "抽中名单有误", "Another object is drawn"
    ORDER = "ORDER", "派员次序有误", "The order of the objects drawn is another"
    RECUSED = "RECUSED", "派出了应回避的检查人员", "An officer who is excluded was sent"
    LEADER = "LEADER", "组长有误", "Another officer leads"
    TEAM = "TEAM", "检查人员有误", "A team is another"
    UNSTAFFED = "UNSTAFFED", "未能派员的名单有误", "The list of those without a team is another"
    TRAIL = "TRAIL", "过程记录被改动", "The record of what happened was changed"
    REPLACEMENT = (
        "REPLACEMENT",
        "替补的不是同一抽取中的下一位",
        "A replacement is not the next in line",
    )
    OPENING = "OPENING", "开启凭证与名单不符", "An opening does not fit its row"
    SALT = "SALT", "名单盐值与承诺不符", "The salt is not the one committed to"
    REGISTRY = "REGISTRY", "名录与名单不符", "The registries do not give these lists"
    SIGNATURE = (
        "SIGNATURE",
        "信标签名与信标链公钥不符",
        "The signature of the beacon was not made with the key of its chain",
    )
