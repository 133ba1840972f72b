namespace KServe.Runtime.Generative.Weights;

/// <summary>Makes the errors of weight files, which name the file without its folder.</summary>
internal static class WeightErrors
{
    private const int MaxShown = 80;

    public static InferenceException Create(string file, string reason) =>
        InferenceException.InvalidArgument($"{file}: {reason}");

    /// <summary>Cuts a name out of a file to a length that fits a message and blanks what does not print.</summary>
    public static string Show(string name)
    {
        var shown = name.AsSpan(0, Math.Min(name.Length, MaxShown)).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            if (char.IsControl(shown[i]) || char.IsSurrogate(shown[i]))
            {
                shown[i] = '?';
            }
        }

        return name.Length > MaxShown ? new string(shown) + "..." : new string(shown);
    }
}
