using System.Globalization;
using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>The rules of the annotations by which an LLMInferenceService claims devices.</summary>
internal static partial class DeviceRules
{
    private const string Prefix = "serving.kserve.io/exp-dra-";
    private const string Class = Prefix + "device-class";
    private const string Count = Prefix + "device-count";
    private const string Selector = Prefix + "cel-selector";
    private const string Container = Prefix + "container-name";
    private const int MaxClassLength = 253;
    private const int MaxContainerLength = 63;

    private static readonly string[] Others = [Count, Selector, Container];

    public static void Check(Fields annotations, ValidationContext context)
    {
        if (!annotations[Class].Exists
            && Array.Find(Others, name => annotations[name].Exists) is { } other)
        {
            var missing = annotations[Class];
            context.Error(missing.Position, missing.Path, $"is required beside {other}");
        }

        if (annotations[Class] is { Text: { } kind } field && !IsMatch(ClassPattern(), kind, MaxClassLength))
        {
            context.Error(field, $"must be a name of lower case letters, digits, '-' and '.'; got '{kind}'");
        }

        if (annotations[Container] is { Text: { } name } container
            && !IsMatch(ContainerPattern(), name, MaxContainerLength))
        {
            context.Error(container, $"must be a name of lower case letters, digits and '-'; got '{name}'");
        }

        if (annotations[Count] is { Text: { } text } count
            && text.Trim() is { Length: > 0 } number
            && !(int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var devices)
                && devices > 0))
        {
            context.Error(count, $"must be a whole number from 1; got '{text}'");
        }

        if (annotations[Selector] is { Text: { } selector } cel && string.IsNullOrWhiteSpace(selector))
        {
            context.Error(cel, "must have an expression");
        }
    }

    private static bool IsMatch(Regex pattern, string text, int maxLength) =>
        text.Trim() is { Length: > 0 } name && name.Length <= maxLength && pattern.IsMatch(name);

    [GeneratedRegex(
        "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ClassPattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ContainerPattern();
}
