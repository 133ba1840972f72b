using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Tells which single values a field takes, as the API server of a cluster would.</summary>
internal static class ScalarRules
{
    public static bool Fits(ScalarNode value, FieldKind kind) => kind switch
    {
        FieldKind.Text => value.Kind is ScalarKind.Text or ScalarKind.Null,
        FieldKind.Integer => value.Kind == ScalarKind.Integer
            && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FieldKind.Number => value.Kind is ScalarKind.Integer or ScalarKind.Number,
        FieldKind.Boolean => value.Kind == ScalarKind.Boolean,
        FieldKind.Quantity => value.Kind != ScalarKind.Boolean && Quantity.TryParse(value.Text, out _),
        FieldKind.IntegerOrText => value.Kind is ScalarKind.Integer or ScalarKind.Text,
        FieldKind.Duration => value.Kind != ScalarKind.Boolean && GoDuration.TryParse(value.Text, out _),
        _ => true,
    };

    public static string Expectation(FieldKind kind, ScalarNode? value = null) => kind switch
    {
        FieldKind.Text when value is { Kind: not ScalarKind.Null } => $"a text: write \"{value.Text}\" in quotes",
        FieldKind.Text => "a text",
        FieldKind.Integer => "a whole number",
        FieldKind.Number => "a number",
        FieldKind.Boolean => "true or false",
        FieldKind.Quantity => "a quantity like 500m or 1Gi",
        FieldKind.IntegerOrText => "a whole number or a text",
        FieldKind.Duration => "a duration like 300ms or 1m30s",
        _ => "a value",
    };
}
