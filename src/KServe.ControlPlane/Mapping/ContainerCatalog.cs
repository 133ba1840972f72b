namespace KServe.ControlPlane;

/// <summary>Finds the class that stands in for a container, by its image or its name.</summary>
internal sealed class ContainerCatalog(IEnumerable<ContainerRegistration> registrations)
{
    private readonly Dictionary<(ContainerRole, string), ContainerRegistration> _registrations = Index(registrations);

    /// <summary>Finds the class for a container: its image, the image without tag and digest, then its name.</summary>
    public ContainerRegistration? Find(ContainerRole role, Fields container)
    {
        if (container.GetText("image") is { } image && (Find(role, image) ?? Find(role, Untagged(image))) is { } found)
        {
            return found;
        }

        return container.GetText("name") is { } name and not (ContainerNames.Predictor or ContainerNames.Transformer)
            ? Find(role, name)
            : null;
    }

    public ContainerRegistration? Find(ContainerRole role, string name) =>
        _registrations.GetValueOrDefault((role, name));

    // The last registration wins, so that an application can replace one.
    private static Dictionary<(ContainerRole, string), ContainerRegistration> Index(
        IEnumerable<ContainerRegistration> registrations)
    {
        Dictionary<(ContainerRole, string), ContainerRegistration> index = [];
        foreach (var registration in registrations)
        {
            index[(registration.Role, registration.Name)] = registration;
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
