using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.Generative.Scheduling;

/// <summary>The sequences that wait: by priority, then those that were preempted, then by tenant and by key.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class WaitingQueue
{
    private readonly SortedDictionary<int, WaitingLevel> _levels = [];

    /// <summary>Gets how many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a sequence.</summary>
    public void Add(Sequence sequence)
    {
        if (!_levels.TryGetValue(sequence.Owner.Priority, out var level))
        {
            _levels.Add(sequence.Owner.Priority, level = new WaitingLevel());
        }

        level.Add(sequence);
        sequence.State = SequenceState.Waiting;
        Count++;
    }

    /// <summary>Removes a sequence, wherever it stands.</summary>
    public void Remove(Sequence sequence)
    {
        var level = _levels[sequence.Owner.Priority];
        level.Remove(sequence);
        Count--;
        if (level.Count == 0)
        {
            _levels.Remove(sequence.Owner.Priority);
        }
    }

    /// <summary>Gets the one whose turn is next.</summary>
    public bool TryPeek([NotNullWhen(true)] out Sequence? sequence)
    {
        sequence = null;
        if (Count == 0)
        {
            return false;
        }

        foreach (var level in _levels.Values)
        {
            sequence = level.Peek();
            break;
        }

        return sequence is not null;
    }
}
