"""Knowledge packs: YAML and TSV files read into an immutable library."""

from chatbot.packs.bank import BankLine
from chatbot.packs.catalogue import Topic
from chatbot.packs.distances import Distance, Distances
from chatbot.packs.factors import Factors, FactorSet
from chatbot.packs.guide import (
    Clarification,
    Evidence,
    Guide,
    Picture,
    Review,
    Source,
    Step,
    TestQuestions,
    Variant,
)
from chatbot.packs.library import Library, Loaded
from chatbot.packs.overlay import Overlay
from chatbot.packs.places import Place, Places
from chatbot.packs.problems import Problem, problem_line
from chatbot.packs.proposal import Amendment, Proposal, Sketch, Workshop, guide_id, scaffold
from chatbot.packs.read import read_packs
from chatbot.packs.words import Lexicon, Referral

__all__ = [
    "Amendment",
    "BankLine",
    "Clarification",
    "Distance",
    "Distances",
    "Evidence",
    "FactorSet",
    "Factors",
    "Guide",
    "Lexicon",
    "Library",
    "Loaded",
    "Overlay",
    "Picture",
    "Place",
    "Places",
    "Problem",
    "Proposal",
    "Referral",
    "Review",
    "Sketch",
    "Source",
    "Step",
    "TestQuestions",
    "Topic",
    "Variant",
    "Workshop",
    "guide_id",
    "problem_line",
    "read_packs",
    "scaffold",
]
