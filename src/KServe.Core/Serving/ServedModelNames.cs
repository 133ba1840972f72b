namespace KServe;

/// <summary>Holds further names by which OpenAI's clients may call models, like <c>owner/model</c> of a hub.</summary>
/// <remarks>
/// A model's own name may become part of a path and of a URL; these stand in the bodies of requests alone, and may have
/// slashes and colons. A model's own name goes before them. Safe for concurrent use.
/// </remarks>
public sealed class ServedModelNames
{
    /// <summary>The most further names of a model.</summary>
    public const int MaxCount = 64;

    private readonly Lock _lock = new();
    private Dictionary<string, string> _models = new(StringComparer.Ordinal);

    internal ServedModelNames()
    {
    }

    /// <summary>Puts names in the place of those that a model had.</summary>
    /// <param name="model">The model's own name.</param>
    /// <param name="names">The names of 1 to 255 characters, none of them a control character; empty for none.</param>
    /// <exception cref="InferenceException">
    /// A name is not allowed or another model's, or there are more than <see cref="MaxCount"/>.
    /// </exception>
    public void Set(string model, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count > MaxCount)
        {
            throw InferenceException.InvalidArgument($"a model may have {MaxCount} served names, got {names.Count}");
        }

        // Readers take no lock: they see the names of before or those of after.
        lock (_lock)
        {
            var models = _models
                .Where(pair => !string.Equals(pair.Value, model, StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal);
            foreach (var name in names)
            {
                RequireAllowed(name);
                if (models.TryGetValue(name, out var owner) && owner != model)
                {
                    throw InferenceException.InvalidArgument($"the served name '{name}' belongs to model '{owner}'");
                }

                models[name] = model;
            }

            Volatile.Write(ref _models, models);
        }
    }

    /// <summary>Finds the model that a further name means.</summary>
    /// <param name="name">The name that a client wrote.</param>
    /// <returns>The model's own name, or <see langword="null"/> when no model has the name.</returns>
    public string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Volatile.Read(ref _models).GetValueOrDefault(name);
    }

    /// <summary>Gets the further names of a model, sorted.</summary>
    /// <param name="model">The model's own name.</param>
    /// <returns>A new list.</returns>
    public IReadOnlyList<string> Of(string model) =>
    [
        .. Volatile.Read(ref _models)
            .Where(pair => string.Equals(pair.Value, model, StringComparison.Ordinal))
            .Select(static pair => pair.Key)
            .Order(StringComparer.Ordinal),
    ];

    private static void RequireAllowed(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > ModelNames.MaxLength || name.Any(char.IsControl))
        {
            throw InferenceException.InvalidArgument(
                $"a served name must have 1 to {ModelNames.MaxLength} characters and no control characters");
        }
    }
}
