namespace KServe.Runtime.Generative.Sampling;

/// <summary>The texts that end an answer, as an automaton that reads each character once.</summary>
/// <remarks>
/// A. V. Aho and M. J. Corasick, Efficient string matching (1975). Immutable: the answers of a request share it.
/// </remarks>
internal sealed class StopTexts
{
    private readonly Dictionary<(int State, char Letter), int> _edges = [];
    private readonly List<int> _fallbacks = [0];
    private readonly List<int> _depths = [0];
    private readonly List<int> _matches = [-1];
    private readonly IReadOnlyList<string> _texts;

    /// <summary>Builds the automaton.</summary>
    /// <param name="texts">The texts, none of them empty.</param>
    public StopTexts(IReadOnlyList<string> texts)
    {
        _texts = texts;
        for (var i = 0; i < texts.Count; i++)
        {
            Add(texts[i], i);
        }

        Link();
    }

    /// <summary>Gets a text.</summary>
    public string this[int index] => _texts[index];

    /// <summary>Reads a character.</summary>
    /// <param name="state">The state before; 0 at the beginning.</param>
    /// <param name="letter">The character.</param>
    /// <returns>The state after it.</returns>
    public int Read(int state, char letter)
    {
        int next;
        while (!_edges.TryGetValue((state, letter), out next) && state != 0)
        {
            state = _fallbacks[state];
        }

        return next;
    }

    /// <summary>Gets how many of the last characters may be the beginning of a text.</summary>
    public int GetDepth(int state) => _depths[state];

    /// <summary>Gets the longest text that has just ended; -1 when none has.</summary>
    public int GetMatch(int state) => _matches[state];

    private void Add(string text, int index)
    {
        var state = 0;
        foreach (var letter in text)
        {
            if (!_edges.TryGetValue((state, letter), out var next))
            {
                next = _depths.Count;
                _edges.Add((state, letter), next);
                _fallbacks.Add(0);
                _depths.Add(_depths[state] + 1);
                _matches.Add(-1);
            }

            state = next;
        }

        if (_matches[state] < 0)
        {
            _matches[state] = index;
        }
    }

    // In the order of depth, so that what a state falls back to is known before it.
    private void Link()
    {
        foreach (var ((state, letter), next) in _edges.OrderBy(edge => _depths[edge.Value]))
        {
            _fallbacks[next] = state == 0 ? 0 : Read(_fallbacks[state], letter);
            if (_matches[next] < 0)
            {
                _matches[next] = _matches[_fallbacks[next]];
            }
        }
    }
}
