namespace KServe.Runtime.Generative.Sampling;

/// <summary>Looks for a pattern that an answer ends with several times over.</summary>
internal static class RepetitionDetector
{
    /// <summary>Tells whether the tokens end in a pattern, often enough.</summary>
    public static bool EndsInPattern(ReadOnlySpan<int> tokens, RepetitionDetection detection)
    {
        for (var size = detection.MinPatternSize; size <= detection.MaxPatternSize; size++)
        {
            var length = size * detection.MinCount;
            if (length > tokens.Length)
            {
                return false;
            }

            // Equal to itself, moved by one pattern: all patterns are the same.
            var end = tokens[^length..];
            if (end[size..].SequenceEqual(end[..^size]))
            {
                return true;
            }
        }

        return false;
    }
}
