namespace KServe.Client;

/// <summary>Holds the choices of an answer to what was asked for.</summary>
internal sealed class ChoiceTracker(int count)
{
    private readonly Dictionary<int, ToolCallOrder> _choices = [];
    private readonly HashSet<int> _ended = [];

    /// <summary>Gets whether every choice that began has ended, and at least one did.</summary>
    public bool IsComplete => _ended.Count > 0 && _ended.Count == _choices.Count;

    /// <summary>Checks an update, and numbers its tool calls.</summary>
    public TextGenerationUpdate Place(TextGenerationUpdate update)
    {
        if ((uint)update.Choice >= (uint)count)
        {
            throw CallErrors.Malformed("it has a choice that was not asked for");
        }

        if (!_choices.TryGetValue(update.Choice, out var calls))
        {
            _choices[update.Choice] = calls = new ToolCallOrder();
        }

        if (update.FinishReason is not null)
        {
            _ended.Add(update.Choice);
        }

        return calls.Place(update);
    }
}
