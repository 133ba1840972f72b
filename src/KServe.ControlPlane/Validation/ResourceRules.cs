using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>Checks what no single field tells, by the rules of KServe's admission webhooks.</summary>
internal static partial class ResourceRules
{
    private const int MaxNameLength = 253;
    private const int MaxNamespaceLength = 63;

    /// <summary>Checks the rules of a kind.</summary>
    public static void Check(Fields resource, ResourceKind kind, ValidationContext context)
    {
        var spec = resource["spec"];
        switch (kind.SchemaName)
        {
            case "InferenceService":
                InferenceServiceRules.Check(resource, context);
                break;
            case "InferenceGraph":
                InferenceGraphRules.Check(spec, context);
                break;
            case "ServingRuntime":
                ServingRuntimeRules.Check(spec, context);
                break;
            case "TrainedModel":
                context.CheckStorageUri(spec["model"]["storageUri"]);
                break;
            case "LLMInferenceService":
                LanguageModelRules.Check(resource, context);
                break;
            case "LLMInferenceServiceConfig":
                LanguageModelRules.CheckConfig(spec, context);
                break;
            case "LocalModelCache":
                context.CheckStorageUri(spec["sourceModelUri"]);
                break;
        }
    }

    /// <summary>Checks name and namespace.</summary>
    public static void CheckNames(Fields metadata, ResourceKind kind, ErrorList errors)
    {
        if (!metadata.Exists)
        {
            return;
        }

        var name = metadata["name"];
        if (name.Text is not { Length: > 0 } text)
        {
            errors.Add(name.Position, name.Path, "is required");
        }
        else if (text.Length > MaxNameLength || !IsName(kind, text))
        {
            errors.Add(
                name.Position,
                name.Path,
                $"'{text}' must consist of lower case letters, digits or '-', start with a letter and end "
                + "with a letter "
                + "or digit, like 'my-name'");
        }

        var space = metadata["namespace"];
        if (space.Text is { } label && (label.Length > MaxNamespaceLength || !LabelPattern().IsMatch(label)))
        {
            errors.Add(
                space.Position,
                space.Path,
                $"'{label}' must consist of at most {MaxNamespaceLength} lower case letters, digits or '-'");
        }
    }

    // Clusters take digits and dots in names too; KServe itself is stricter with what becomes a host name.
    private static bool IsName(ResourceKind kind, string text) =>
        kind.SchemaName is "InferenceService" or "InferenceGraph" or "TrainedModel" or "LLMInferenceService"
            ? NamePattern().IsMatch(text) || (kind.SchemaName is "LLMInferenceService" && LabelPattern().IsMatch(text))
            : SubdomainPattern().IsMatch(text);

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SubdomainPattern();
}
