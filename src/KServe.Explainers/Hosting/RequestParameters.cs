using System.Diagnostics.CodeAnalysis;

namespace KServe.Explainers;

/// <summary>Reads what a client sets for its explanation, within bounds.</summary>
internal sealed class RequestParameters(InferRequest request)
{
    private readonly InferParameters? _parameters = request.HasParameters ? request.Parameters : null;

    /// <exception cref="InferenceException">The value is no integer or out of its bounds.</exception>
    public int GetInteger(string name, int otherwise, int minimum, int maximum) =>
        !TryGet(name, out var value) ? otherwise
        : value.TryGetInt64(out var number) && number >= minimum && number <= maximum ? (int)number
        : throw Expected(name, $"an integer from {minimum} to {maximum}", value);

    /// <exception cref="InferenceException">The value is no number or out of its bounds.</exception>
    public double GetNumber(string name, double otherwise, double minimum, double maximum)
    {
        if (!TryGet(name, out var value))
        {
            return otherwise;
        }

        var isNumber = value.TryGetDouble(out var number);
        if (!isNumber && value.TryGetInt64(out var whole))
        {
            (isNumber, number) = (true, whole);
        }

        return isNumber && number >= minimum && number <= maximum
            ? number
            : throw Expected(name, $"a number from {minimum} to {maximum}", value);
    }

    /// <exception cref="InferenceException">The value is no Boolean.</exception>
    public bool GetBoolean(string name, bool otherwise) =>
        !TryGet(name, out var value) ? otherwise
        : value.TryGetBool(out var flag) ? flag
        : throw Expected(name, "true or false", value);

    /// <exception cref="InferenceException">The value is no text.</exception>
    public string? GetText(string name, string? otherwise) =>
        !TryGet(name, out var value) ? otherwise
        : value.TryGetString(out var text) ? text
        : throw Expected(name, "a text", value);

    /// <summary>Tells whether a parameter is for the explainer and not for the model.</summary>
    public static bool IsOurs(string name) => ParameterNames.All.Contains(name);

    private bool TryGet(string name, [MaybeNullWhen(false)] out InferParameter value)
    {
        value = default;
        return _parameters is not null && _parameters.TryGet(name, out value);
    }

    private static InferenceException Expected(string name, string expected, InferParameter value) =>
        InferenceException.InvalidArgument($"parameters.{name}: {expected} was expected, got {Shorten(value)}");

    private static string Shorten(InferParameter value)
    {
        const int Most = 32;
        var text = value.ToString();
        return text.Length <= Most ? text : text[..Most] + "...";
    }
}
