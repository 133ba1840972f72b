namespace KServe.Runtime.Generative.Grammars;

/// <summary>Stacks of states to come back to, each kept once whatever leads to it.</summary>
internal sealed class GrammarFrames
{
    private readonly List<GrammarItem> _frames = [default];
    private readonly Dictionary<GrammarItem, int> _numbers = [];

    public int Count => _frames.Count;

    /// <summary>Gets the number of the stack that has a state on top of another stack.</summary>
    public int Push(int state, int below)
    {
        var frame = new GrammarItem(state, below);
        if (!_numbers.TryGetValue(frame, out var number))
        {
            number = _frames.Count;
            _frames.Add(frame);
            _numbers.Add(frame, number);
        }

        return number;
    }

    /// <summary>Gets the topmost state and the stack below it.</summary>
    public GrammarItem Pop(int frame) => _frames[frame];
}
