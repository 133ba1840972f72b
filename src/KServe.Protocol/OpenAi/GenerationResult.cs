namespace KServe.Protocol;

/// <summary>Collects the updates of a generation into whole choices.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class GenerationResult
{
    private readonly SortedDictionary<int, GenerationChoice> _choices = [];

    /// <summary>Gets the choices in their order.</summary>
    public IReadOnlyCollection<KeyValuePair<int, GenerationChoice>> Choices => _choices;

    /// <summary>Gets the tokens used.</summary>
    public TextGenerationUsage Usage { get; private set; }

    /// <summary>Adds an update.</summary>
    /// <param name="update">The update.</param>
    public void Add(TextGenerationUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (!_choices.TryGetValue(update.Choice, out var choice))
        {
            _choices[update.Choice] = choice = new GenerationChoice();
        }

        choice.Add(update);
        Usage = update.Usage ?? Usage;
    }
}
