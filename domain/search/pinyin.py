"""Pinyin of names: what is kept of a reading, and where a typed one may be cut into syllables.

A name is read as pieces: the syllable of each Chinese character, and every other letter or digit by
itself. Punctuation and blanks are not read. A typed reading finds a name when it is what the pieces
spell from one of them on; it may stop within the last.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from domain.search.texts import at_start

LONGEST_PREFIX = 6
LONGEST_INITIALS = 4

SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang
    cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan
    chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia
    dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fiao
    fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai
    han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao
    jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai
    kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling
    liu lo long lou lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min
    ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong
    nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po
    pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri
    rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she
    shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun
    suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai
    wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan
    yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai
    zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi
    zong zou zu zuan zui zun zuo
    """.split()  # noqa: SIM905  # four hundred in quotes are no list to read
)
"""Without tones; ü is v, as it is typed. Interjections without a vowel are spelt with one."""

_UNFINISHED = frozenset(
    syllable[:length] for syllable in SYLLABLES for length in range(1, len(syllable) + 1)
)
_LONGEST_SYLLABLE = max(map(len, SYLLABLES))
_BARE = {"m": "mu", "n": "en", "ng": "en", "hm": "heng", "hng": "heng", "ê": "e"}
_HAN = re.compile(r"[〇㐀-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@lru_cache(30_000)
def is_han(character: str) -> bool:
    return _HAN.fullmatch(character) is not None


@lru_cache(2_000)
def syllable(text: str) -> str | None:
    """The syllable as it is typed, or None for what is none."""
    spelt = text.replace("ü", "v")
    spelt = _BARE.get(spelt, spelt)
    return spelt if spelt in SYLLABLES else None


def is_reading_of(reading: str, folded: str) -> bool:
    """One syllable for each Chinese character of the folded name, divided by blanks."""
    syllables = [syllable(each) for each in reading.split()]
    return None not in syllables and len(syllables) == sum(map(is_han, folded))


def pieces(folded: str, syllables: Sequence[str | None]) -> list[str]:
    """What is read of a folded name, in order; `syllables` are those of its Chinese characters.

    A character whose syllable is unknown is read as itself, so that it keeps its place.
    """
    waiting = iter(syllables)
    found = []
    for character in folded:
        if is_han(character):
            found.append(next(waiting, None) or character)
        elif character.isalnum():
            found.append(character)
    return found


def sort_key(read: Sequence[str]) -> str:
    """By syllables: 西安 comes before 先."""
    return " ".join(read)


def heads(read: Sequence[str]) -> set[str]:
    """What may be typed from each piece on: up to six letters of what is spelt, two to four initials;
    from the first on also marked as what the reading begins with."""
    spelt = "".join(read)
    initials = "".join(piece[0] for piece in read)
    found: set[str] = set()
    start = 0
    for place, piece in enumerate(read):
        found.update(spelt[start : start + length] for length in range(1, LONGEST_PREFIX + 1))
        found.update(initials[place : place + length] for length in range(2, LONGEST_INITIALS + 1))
        if place == 0:
            found.update(map(at_start, tuple(found)))
        start += len(piece)
    return set(filter(str.isascii, found))


def boundaries(typed: str) -> list[int] | None:
    """Where each way to cut the text into syllables and digits cuts it, the beginning included;
    the last syllable may be unfinished. None where there is no such way."""
    end = len(typed)
    fits = [False] * end + [True]
    edges: list[tuple[int, int]] = []
    for start in range(end - 1, -1, -1):
        for stop in range(start + 1, min(start + _LONGEST_SYLLABLE, end) + 1):
            part = typed[start:stop]
            is_piece = part in SYLLABLES or (part.isdigit() and len(part) == 1)
            if (is_piece and fits[stop]) or (stop == end and part in _UNFINISHED):
                fits[start] = True
                edges.append((start, stop))
    if not typed or not fits[0]:
        return None
    reached, passed = {0}, set[int]()
    for start, stop in sorted(edges):
        if start in reached:
            reached.add(stop)
            passed.update(range(start + 1, stop))
    return sorted(place for place in reached - passed if place < end)
