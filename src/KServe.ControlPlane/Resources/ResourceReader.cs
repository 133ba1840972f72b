namespace KServe.ControlPlane;

/// <summary>Reads texts of one or more documents into resources and reports everything that is wrong at once.</summary>
internal sealed class ResourceReader(ControlPlaneContext context)
{
    /// <summary>Reads a text.</summary>
    /// <param name="file">What errors call the text.</param>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="ns">The namespace of resources that name none; by default the configured one.</param>
    public ResourceSet Read(string file, string text, string? ns = null)
    {
        var errors = new ErrorList(file);
        if (text.Length > YamlLimits.MaxBytes)
        {
            errors.Add(default, "", $"the text is larger than {YamlLimits.MaxBytes >> 20} MiB");
            return new ResourceSet([], errors.InOrder());
        }

        var reader = new DocumentReader(errors, ns ?? context.DefaultNamespace, context.StorageSchemes);
        foreach (var document in YamlReader.Read(text, errors))
        {
            reader.Read(document, isInList: false);
        }

        CheckUnique(reader.Resources, errors);
        return new ResourceSet(errors.Count == 0 ? reader.Resources : [], errors.InOrder()) { Skipped = reader.Skipped };
    }

    private static void CheckUnique(IReadOnlyList<Resource> resources, ErrorList errors)
    {
        HashSet<ResourceKey> seen = [];
        foreach (var resource in resources)
        {
            if (!seen.Add(resource.Key))
            {
                var name = resource.Fields["metadata"]["name"];
                errors.Add(name.Position, name.Path, $"{resource.Key} stands here twice");
            }
        }
    }
}
