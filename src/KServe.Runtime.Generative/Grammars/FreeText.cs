using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>The states of any text up to a marker: each stands for how much of the marker the text ends with.</summary>
/// <remarks>
/// One step for each byte whatever the text is, so that following free text costs a look into a table. The text may end
/// in every state. Source: Knuth, Morris, Pratt, Fast pattern matching in strings, 1977.
/// </remarks>
internal sealed class FreeText
{
    /// <summary>Stands for no state.</summary>
    public const int None = -1;

    private readonly byte[] _marker;
    private readonly int[] _states;

    /// <summary>Adds the states.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="marker">The marker.</param>
    /// <param name="behind">The state behind the marker; <see cref="None"/> for text that must not have it.</param>
    /// <param name="end">The state where the text ends.</param>
    public FreeText(ByteGraphBuilder graph, string marker, int behind, int end)
    {
        _marker = Encoding.UTF8.GetBytes(marker);
        _states = [.. _marker.Select(_ => graph.AddFreeState())];
        var targets = new int[256];
        for (var length = 0; length < _states.Length; length++)
        {
            for (var value = 0; value < targets.Length; value++)
            {
                targets[value] = Find(length, (byte)value, behind);
            }

            Connect(graph, _states[length], targets);
            graph.AddEmpty(_states[length], end);
        }
    }

    /// <summary>Gets the state in front of all text.</summary>
    public int Start => _states[0];

    /// <summary>Gets the state behind a part of the marker and one byte that does not go on with it.</summary>
    public int Leave(int length, byte value) => Find(length, value, None);

    /// <summary>Adds the ways out of a state, one target for each byte.</summary>
    public static void Connect(ByteGraphBuilder graph, int from, ReadOnlySpan<int> targets)
    {
        for (var low = 0; low < targets.Length;)
        {
            var high = low;
            while (high + 1 < targets.Length && targets[high + 1] == targets[low])
            {
                high++;
            }

            if (targets[low] != None)
            {
                graph.AddBytes(from, (byte)low, (byte)high, targets[low]);
            }

            low = high + 1;
        }
    }

    // Markers are short: trying every length is as good as the table of failures.
    private int Find(int length, byte value, int behind)
    {
        for (var matched = length + 1; matched > 0; matched--)
        {
            var kept = matched - 1;
            if (_marker[kept] == value && _marker.AsSpan(0, length).EndsWith(_marker.AsSpan(0, kept)))
            {
                return matched == _marker.Length ? behind : _states[matched];
            }
        }

        return _states[0];
    }
}
