"""The words of courses, their charges and their hours."""

from domain.terms import Term


class CourseState(Term):
    DRAFT = "DRAFT", "草稿", "Draft"
    PUBLISHED = "PUBLISHED", "已发布", "Published"
    WITHDRAWN = "WITHDRAWN", "已下架", "Withdrawn"


class Stage(Term):
    """Who a course is for."""

    PRESCHOOL = "PRESCHOOL", "学前", "Pre-school"
    PRIMARY = "PRIMARY", "小学", "Primary"
    JUNIOR_SECONDARY = "JUNIOR_SECONDARY", "初中", "Junior secondary"
    SENIOR_SECONDARY = "SENIOR_SECONDARY", "高中", "Senior secondary"
    ADULT = "ADULT", "成人", "Adult"


class ChargeBasis(Term):
    PERIOD = "PERIOD", "按周期", "By period"
    CLASS_HOUR = "CLASS_HOUR", "按课时", "By class hour"


class Weekday(Term):
    MONDAY = "MONDAY", "星期一", "Monday"
    TUESDAY = "TUESDAY", "星期二", "Tuesday"
    WEDNESDAY = "WEDNESDAY", "星期三", "Wednesday"
    THURSDAY = "THURSDAY", "星期四", "Thursday"
    FRIDAY = "FRIDAY", "星期五", "Friday"
    SATURDAY = "SATURDAY", "星期六", "Saturday"
    SUNDAY = "SUNDAY", "星期日", "Sunday"


class ForbiddenBecause(Term):
    """Why no school subject may be taught on a day (X71)."""

    STATUTORY_HOLIDAY = "STATUTORY_HOLIDAY", "法定节假日", "Statutory holiday"
    REST_DAY = "REST_DAY", "休息日", "Rest day"
    VACATION = "VACATION", "寒暑假", "School vacation"
