namespace KServe;

/// <summary>Says when a generated text counts as repeating itself.</summary>
/// <param name="MaxPatternSize">The longest pattern that is looked for, in tokens; 1 to 1,024.</param>
/// <param name="MinPatternSize">The shortest pattern, in tokens; 1 up to the longest.</param>
/// <param name="MinCount">How often a pattern must stand at the end, one right after the other; 2 to 1,024.</param>
public sealed record RepetitionDetection(int MaxPatternSize, int MinPatternSize = 1, int MinCount = 2);
