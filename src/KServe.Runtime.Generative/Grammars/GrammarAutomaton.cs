using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Follows texts through a grammar byte by byte, and remembers every step it has computed.</summary>
/// <remarks>
/// Simulates the pushdown automaton of the grammar with all its derivations side by side; positions with the same
/// derivations are one object, so that a step that was seen before is one look into a table. What is remembered is
/// bounded: beyond, everything is forgotten, and positions in use go on by themselves. Not safe for concurrent use.
/// </remarks>
internal sealed class GrammarAutomaton
{
    private readonly ByteGraph _graph;
    private readonly bool[] _isTail;
    private readonly List<GrammarItem> _items = [];
    private readonly HashSet<GrammarItem> _seen = [];
    private readonly Stack<GrammarItem> _pending = [];
    private readonly Dictionary<GrammarItemSet, GrammarPosition> _positions = [];
    private GrammarFrames _frames = new();
    private bool _isComplete;
    private int _keptItems;

    public GrammarAutomaton(ByteGraph graph)
    {
        _graph = graph;
        _isTail = new bool[graph.StateCount];
        for (var state = 0; state < _isTail.Length; state++)
        {
            _isTail[state] = graph.LeadsOnlyToEnd(state);
        }

        Start = Enter(new GrammarItem(graph.Start, 0));
    }

    /// <summary>Gets the position of the empty text.</summary>
    public GrammarPosition Start { get; private set; }

    /// <summary>Gets how many positions are remembered.</summary>
    public int Count => _positions.Count;

    /// <summary>Gets the position behind one byte more.</summary>
    /// <exception cref="InferenceException">The grammar is too ambiguous.</exception>
    public GrammarPosition Step(GrammarPosition position, byte value)
    {
        if (position.FindNext(value) is { } known)
        {
            return known;
        }

        Begin();
        foreach (var item in position.Items)
        {
            foreach (var edge in _graph.GetEdges(item.State))
            {
                if (edge.Kind == ByteEdgeKind.Bytes && value >= edge.Low && value <= edge.High)
                {
                    Add(item with { State = edge.Target });
                }
            }
        }

        var next = Close();
        position.SetNext(value, next);
        return next;
    }

    /// <summary>Forgets what was computed when it has become too much.</summary>
    /// <returns><see langword="true"/> when positions from before must be taken over by <see cref="Adopt"/>.</returns>
    public bool TryForget(long maskBytes)
    {
        if (_positions.Count < GrammarLimits.Sets
            && _keptItems < GrammarLimits.KeptItems / 2
            && maskBytes < GrammarLimits.MaskBytes)
        {
            return false;
        }

        _positions.Clear();
        _keptItems = 0;
        _frames = new GrammarFrames();
        Start = Enter(new GrammarItem(_graph.Start, 0));
        return true;
    }

    /// <summary>Takes over a position whose stacks are others'.</summary>
    public GrammarPosition Adopt(GrammarPosition position, GrammarFrames frames)
    {
        Begin();
        foreach (var item in position.Items)
        {
            Add(item with { Frame = Copy(item.Frame, frames) });
        }

        _isComplete = position.IsComplete;
        return Close();
    }

    /// <summary>Gets the stacks of the positions of now.</summary>
    public GrammarFrames Frames => _frames;

    private int Copy(int frame, GrammarFrames from)
    {
        var states = new Stack<int>();
        while (frame != 0)
        {
            var (state, below) = from.Pop(frame);
            states.Push(state);
            frame = below;
        }

        var copy = 0;
        while (states.TryPop(out var state))
        {
            copy = _frames.Push(state, copy);
        }

        return copy;
    }

    private GrammarPosition Enter(GrammarItem item)
    {
        Begin();
        Add(item);
        return Close();
    }

    private void Begin()
    {
        _items.Clear();
        _seen.Clear();
        _isComplete = false;
    }

    private void Add(GrammarItem item)
    {
        if (_seen.Add(item))
        {
            _pending.Push(item);
        }

        while (_pending.TryPop(out var one))
        {
            Follow(one);
            if (_seen.Count > GrammarLimits.Items)
            {
                _pending.Clear();
                throw GrammarLimits.TooAmbiguous(GrammarLimits.Items);
            }
        }
    }

    /// <summary>Follows the ways over nothing; what waits for a byte is kept.</summary>
    private void Follow(GrammarItem item)
    {
        if (_graph.IsEnd(item.State))
        {
            if (item.Frame == 0)
            {
                _isComplete = true;
            }
            else
            {
                Meet(_frames.Pop(item.Frame));
            }

            return;
        }

        var waits = false;
        foreach (var edge in _graph.GetEdges(item.State))
        {
            switch (edge.Kind)
            {
                case ByteEdgeKind.Bytes:
                    waits = true;
                    break;
                case ByteEdgeKind.Empty:
                    Meet(item with { State = edge.Target });
                    break;
                default:
                    var frame = _isTail[edge.Target] ? item.Frame : _frames.Push(edge.Target, item.Frame);
                    Meet(new GrammarItem(edge.Low, frame));
                    break;
            }
        }

        if (waits)
        {
            _items.Add(item);
        }
    }

    private void Meet(GrammarItem item)
    {
        if (_seen.Add(item))
        {
            _pending.Push(item);
        }
    }

    private bool IsFree(GrammarItem[] items)
    {
        foreach (var item in items)
        {
            if (_graph.IsFree(item.State))
            {
                return true;
            }
        }

        return false;
    }

    private GrammarPosition Close()
    {
        if (_items.Count == 0 && !_isComplete)
        {
            return GrammarPosition.Dead;
        }

        _items.Sort();
        var set = new GrammarItemSet(CollectionsMarshal.AsSpan(_items).ToArray(), _isComplete);
        if (!_positions.TryGetValue(set, out var position))
        {
            // One mask asks for all positions that tokens lead to: each may be another, and have as many derivations.
            _keptItems += set.Items.Length;
            if (_keptItems > GrammarLimits.KeptItems)
            {
                throw GrammarLimits.TooAmbiguous(GrammarLimits.KeptItems);
            }

            position = new GrammarPosition(set.Items, _isComplete, IsFree(set.Items));
            _positions.Add(set, position);
        }

        return position;
    }
}
