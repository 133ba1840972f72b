namespace KServe.ControlPlane;

/// <summary>Finds the class that stands in for a container, by its image or its name.</summary>
internal sealed class ContainerCatalog(IEnumerable<ContainerRegistration> registrations, RegisteredParts parts)
{
    private readonly Dictionary<string, ContainerRegistration> _predictors = Index(registrations);

    public ContainerRegistration? FindPredictor(Fields container) =>
        NamesOf(container).Select(_predictors.GetValueOrDefault).FirstOrDefault(static found => found is not null);

    /// <summary>Finds the name of a registered transformer.</summary>
    public string? FindTransformer(Fields container) => NamesOf(container).FirstOrDefault(parts.HasTransformer);

    /// <summary>Finds the name of a registered explainer.</summary>
    public string? FindExplainer(Fields container) => NamesOf(container).FirstOrDefault(parts.HasExplainer);

    public bool HasExplainer(string name) => parts.HasExplainer(name);

    /// <summary>Names a container: by its image, the image without tag and digest, then its own name.</summary>
    public static IEnumerable<string> NamesOf(Fields container)
    {
        if (container.GetText("image") is { Length: > 0 } image)
        {
            yield return image;
            if (Untagged(image) is { Length: > 0 } untagged && untagged != image)
            {
                yield return untagged;
            }
        }

        if (container.GetText("name") is { Length: > 0 } name
            and not (ContainerNames.Predictor or ContainerNames.Transformer))
        {
            yield return name;
        }
    }

    // The last registration wins, so that an application can replace one.
    private static Dictionary<string, ContainerRegistration> Index(IEnumerable<ContainerRegistration> registrations)
    {
        var index = new Dictionary<string, ContainerRegistration>(StringComparer.Ordinal);
        foreach (var registration in registrations)
        {
            index[registration.Name] = registration;
        }

        return index;
    }

    // A colon before the last slash belongs to the registry's port.
    private static string Untagged(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        var name = digest < 0 ? image : image[..digest];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
