namespace KServe.Runtime.Generative.Grammars;

/// <summary>Where a text stands in a grammar: all its derivations side by side, and what is known of them.</summary>
/// <param name="items">The derivations that can go on, in order.</param>
/// <param name="isComplete">Whether the text may end here.</param>
/// <param name="isFree">Whether a derivation stands in free text.</param>
internal sealed class GrammarPosition(GrammarItem[] items, bool isComplete, bool isFree)
{
    /// <summary>Gets the position from which no text goes on.</summary>
    public static GrammarPosition Dead { get; } = new([], isComplete: false, isFree: false);

    private readonly GrammarPosition?[] _next = new GrammarPosition?[items.Length == 0 ? 0 : 256];

    public ReadOnlySpan<GrammarItem> Items => items;

    /// <summary>Gets whether the text may end here.</summary>
    public bool IsComplete => isComplete;

    /// <summary>Gets whether the text is free here, so that tokens which no text spells may come too.</summary>
    public bool IsFree => isFree;

    /// <summary>Gets whether nothing follows.</summary>
    public bool IsFinal => items.Length == 0;

    /// <summary>Gets or sets the tokens that may follow; <see langword="null"/> until they are asked for.</summary>
    public ulong[]? Mask { get; set; }

    /// <summary>Finds the position behind a byte; <see langword="null"/> when it was not yet computed.</summary>
    public GrammarPosition? FindNext(byte value) => items.Length == 0 ? Dead : _next[value];

    public void SetNext(byte value, GrammarPosition next) => _next[value] = next;
}
