namespace KServe.Runtime.Generative.Grammars;

/// <summary>A compiled grammar: states with ways over bytes and over rules.</summary>
/// <remarks>Immutable. A rule's last state has no way out of it: what comes next is on the stack.</remarks>
/// <param name="edges">The ways out of each state.</param>
/// <param name="ends">The last states of the rules.</param>
/// <param name="frees">The states of free text.</param>
/// <param name="start">The first state.</param>
internal sealed class ByteGraph(ByteEdge[][] edges, IReadOnlySet<int> ends, IReadOnlySet<int> frees, int start)
{
    private readonly bool[] _isEnd = Mark(edges, ends);
    private readonly bool[] _isFree = Mark(edges, frees);

    public int Start => start;

    public int StateCount => edges.Length;

    public ReadOnlySpan<ByteEdge> GetEdges(int state) => edges[state];

    /// <summary>Tells whether a state ends its rule.</summary>
    public bool IsEnd(int state) => _isEnd[state];

    /// <summary>Tells whether a state stands in free text, where tokens that no text spells may come too.</summary>
    public bool IsFree(int state) => _isFree[state];

    /// <summary>Gets the bytes by which free text can be left; <see langword="null"/> where no text is free.</summary>
    public bool[]? FindLeavingBytes()
    {
        if (frees.Count == 0)
        {
            return null;
        }

        var leaving = new bool[256];
        var stays = new bool[256];
        foreach (var state in frees)
        {
            Array.Clear(stays);
            foreach (var edge in edges[state])
            {
                if (edge.Kind == ByteEdgeKind.Bytes && _isFree[edge.Target])
                {
                    stays.AsSpan(edge.Low, edge.High - edge.Low + 1).Fill(true);
                }
            }

            for (var value = 0; value < leaving.Length; value++)
            {
                leaving[value] |= !stays[value];
            }
        }

        return leaving;
    }

    /// <summary>Tells whether nothing but the end of its rule follows a state.</summary>
    /// <remarks>Calls there need not come back, so that lists by recursion need no deeper stacks.</remarks>
    public bool LeadsOnlyToEnd(int state)
    {
        for (var steps = 0; !_isEnd[state]; steps++)
        {
            if (edges[state] is not [{ Kind: ByteEdgeKind.Empty } only] || steps > edges.Length)
            {
                return false;
            }

            state = only.Target;
        }

        return true;
    }

    private static bool[] Mark(ByteEdge[][] edges, IReadOnlySet<int> states)
    {
        var marks = new bool[edges.Length];
        foreach (var state in states)
        {
            marks[state] = true;
        }

        return marks;
    }
}
