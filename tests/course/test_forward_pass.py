"""The checks of chapter 3: pairs, first weights and caches."""

import numpy as np
import pytest

from course.check import CheckFailed, forward_pass

PAIR = (np.ones((2, 3)), np.zeros(3))


def name_of(test, *args):
    with pytest.raises(CheckFailed) as caught:
        test(*args)
    return caught.value.mistake


def drawn(size, rng=None, dims=(400, 100, 250)):
    rng = rng or np.random.default_rng(3)
    layers = zip(dims, dims[1:], strict=False)
    return [(size * rng.normal(size=(d, m)), np.zeros(m)) for d, m in layers]


def test_params_are_a_list_of_pairs():
    forward_pass.need_pairs([PAIR, list(PAIR)], 2)
    for other in (None, 3.0, np.array(3.0), {0: PAIR}, (pair for pair in [PAIR])):
        assert name_of(forward_pass.need_pairs, other, 1) == "not a list"
    for other in ([], [PAIR, PAIR], [3.0], [None], [(*PAIR, 1)], [np.array(1.0)]):
        name_of(forward_pass.need_pairs, other, 1)


def test_pairs_are_compared_each_by_its_layer():
    forward_pass.pairs([PAIR, PAIR], [PAIR, PAIR])
    assert name_of(forward_pass.pairs, [PAIR[::-1]], [PAIR]) == "swapped outputs"
    with pytest.raises(CheckFailed, match="`b` of layer 2"):
        forward_pass.pairs([PAIR, (PAIR[0], PAIR[1] + 1)], [PAIR, PAIR])


def test_first_params_have_shapes_and_zeros():
    forward_pass.first_params([PAIR], [2, 3], "he")
    forward_pass.first_params([(0 * PAIR[0], PAIR[1])], [2, 3], "zeros")
    assert name_of(forward_pass.first_params, [PAIR], [2, 3], "zeros") == "weights not zero"
    for other in (None, [1.0], PAIR[0].T, PAIR[0].astype(int)):
        name_of(forward_pass.first_params, [(other, PAIR[1])], [2, 3], "he")


def test_the_spread_of_weights_is_measured_as_exactly_as_chance_allows():
    for seed in range(20):
        forward_pass.spread(drawn(0.1, np.random.default_rng(seed)), [0.1, 0.1], "he")
    for factor in (0.96, 1.04):
        name_of(forward_pass.spread, drawn(0.1 * factor), [0.1, 0.1], "he")
    flat = np.random.default_rng(1).uniform(-(3**0.5), 3**0.5, (400, 100))
    assert name_of(forward_pass.spread, [(flat, PAIR[1])], [1.0], "he") == "not normal around 0"
    alike = [(np.tile(flat[:1], (400, 1)), PAIR[1])]
    assert name_of(forward_pass.spread, alike, [1.0], "he") == "numbers repeated"
    assert name_of(forward_pass.spread, [PAIR[::-1]], [1.0], "he") == "swapped outputs"


def test_weights_come_from_the_generator_that_is_given():
    one, again, other = (drawn(1.0, np.random.default_rng(n), [9] * 4) for n in (3, 3, 4))
    forward_pass.drawn_from_rng(one, again, other)
    assert name_of(forward_pass.drawn_from_rng, one, other, again) == "`rng` not used"
    assert name_of(forward_pass.drawn_from_rng, one, again, one) == "`rng` not used"
    last = [*other[:2], one[2]]  # a generator of its own for the last layer
    assert name_of(forward_pass.drawn_from_rng, one, again, last) == "`rng` not used"
    same = [(np.full((9, 9), 0.1), np.zeros(9))] * 3
    assert name_of(forward_pass.drawn_from_rng, same, same, same) == "one number for all weights"
    shared = [one[0], one[1], one[1]]
    assert name_of(forward_pass.drawn_from_rng, shared, shared, other) == "layers share numbers"


def test_the_global_generator_is_left_alone():
    with forward_pass.only_rng(len):
        np.random.default_rng(1).random()
    with pytest.raises(CheckFailed), forward_pass.only_rng(len):
        np.random.random_sample()


def network(entry, last=lambda x, w, z: ((x, w), None, None), order=1):
    def f(x, params, act):
        caches = []
        for i, (w, b) in enumerate(params):
            z = x @ w + b
            caches.append((last if i == len(params) - 1 else entry)(x, w, z))
            x = act(z)
        return z, caches[::order]

    return f


X = np.array([[1.0, -2.0], [0.5, 3.0]])
PARAMS = [
    (np.array([[1.0, 2.0, 0.5], [-1.0, 1.0, 3.0]]), np.ones(3)),
    (np.ones((3, 1)), np.ones(1)),
]
OUTS = [np.square(X @ PARAMS[0][0] + 1)]


def kept(x, w, z):
    return (x, w), np.square(z), np.square


def test_an_entry_is_what_chapter_5_takes_apart():
    forward_pass.caches(network(kept), X, PARAMS, np.square, OUTS)
    forward_pass.caches(network(kept), X, PARAMS[:1], np.square, [])
    lists = network(lambda *layer: [list(kept(*layer)[0]), *kept(*layer)[1:]])
    forward_pass.caches(lists, X, PARAMS, np.square, OUTS)


@pytest.mark.parametrize(
    ("network", "name"),
    [
        (network(lambda x, w, z: (None, np.square(z), np.square)), "not the layer's cache"),
        (network(kept, lambda x, w, z: (None, None, None)), "not the layer's cache"),
        (network(lambda x, w, z: (x.shape, w.shape)), "not an entry of three"),
        (network(lambda x, w, z: ((x.shape, w.shape), z, np.square)), "tuple instead of array"),
        (network(kept, kept), "an activation in the last entry"),
        (network(lambda x, w, z: ((x, w), np.square(z), None)), "the activation left out"),
        (network(lambda x, w, z: ((x, w), np.square(z), z)), "not the activation itself"),
        (network(kept, order=-1), "an entry in another layer's place"),
    ],
)
def test_an_entry_that_is_none_is_told_what_it_lacks(network, name):
    assert name_of(forward_pass.caches, network, X, PARAMS, np.square, OUTS) == name


def test_an_entry_with_other_numbers_is_noticed():
    for entry in (
        lambda x, w, z: ((x, w), z, np.square),
        lambda x, w, z: ((x, w), x, np.square),
        lambda x, w, z: ((x, w + 1), np.square(z), np.square),
        lambda x, w, z: ((x + 1, w), np.square(z), np.square),
    ):
        with pytest.raises(CheckFailed):
            forward_pass.caches(network(entry), X, PARAMS, np.square, OUTS)


def by_hand(columns, biases, out, bias=0.0):
    hidden = np.array(columns, float).T, np.array(biases, float)
    return [hidden, (np.array(out, float)[:, None], np.array([bias]))]


def lifted(by):
    """The larger, of numbers above `-by`."""
    return by_hand([[0, 1], [1, -1]], [by, 0], [1, 1], -by)


PAIRS = np.array([[3.0, 7.0], [-4.0, -1.0], [2.0, 2.0]])


def test_the_larger_of_two_by_units_that_need_no_bias():
    right = by_hand([[0, 1], [0, -1], [1, -1]], [0] * 3, [1, -1, 1])
    for size in (1e-3, 1.0, 1e12):
        x = size * PAIRS
        forward_pass.larger("the larger", right, x, x.max(axis=1, keepdims=True))


@pytest.mark.parametrize("by", [1.5, 100.0, 1e7, 1e12])
def test_a_bias_that_lifts_some_numbers_only_is_named_for_any_size(by):
    x = 3 * by * PAIRS
    with pytest.raises(CheckFailed) as caught:
        forward_pass.larger("the larger", lifted(by), x, x.max(axis=1, keepdims=True))
    assert caught.value.mistake == "a bias that lifts numbers of some size only"


def test_what_hidden_units_give_is_shown_where_no_cause_is_known():
    params = by_hand([[-1, 1], [1, 1]], [0, 0], [1, 1])
    with pytest.raises(CheckFailed) as caught:
        forward_pass.larger("the larger", params, PAIRS, PAIRS.max(axis=1, keepdims=True))
    last = str(caught.value).splitlines()[-1]
    assert last == "For the pair [3.0, 7.0] the hidden units give [4.0, 10.0]."
    assert caught.value.mistake is None and caught.value.seen is not None


def test_a_network_by_hand_has_the_sizes_that_are_asked_for():
    hidden, output = (np.ones((2, 5)), np.zeros(5)), (np.ones((5, 1)), np.zeros(1))
    assert forward_pass.network([hidden, output], [2, None, 1]) == [hidden, output]
    turned, wide = (np.ones((5, 2)), np.zeros(5)), (np.ones((5, 2)), np.zeros(2))
    for wrong, name in (
        ([turned, output], "a row for each unit"),
        ([hidden, wide], "not a column for each unit"),
        ([hidden[::-1], output], "swapped outputs"),
        ([hidden, (np.ones(5), np.zeros(1))], "weights without rows and columns"),
        ([(np.inf * hidden[0], hidden[1]), output], "not a number or overflow"),
        (None, "not a list"),
    ):
        assert name_of(forward_pass.network, wrong, [2, None, 1]) == name
    for other in ([hidden], [hidden, hidden, output], [(1, 2), output], [([[1]], [1]), output]):
        name_of(forward_pass.network, other, [2, None, 1])
