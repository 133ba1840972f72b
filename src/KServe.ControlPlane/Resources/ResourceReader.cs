namespace KServe.ControlPlane;

/// <summary>Reads texts of one or more documents into resources and reports everything that is wrong at once.</summary>
internal sealed class ResourceReader(ControlPlaneContext context)
{
    /// <summary>Reads a text.</summary>
    /// <param name="file">What errors call the text.</param>
    /// <param name="text">YAML or JSON.</param>
    public ResourceSet Read(string file, string text)
    {
        var errors = new ErrorList(file);
        if (text.Length > YamlLimits.MaxBytes)
        {
            errors.Add(default, "", $"the text is larger than {YamlLimits.MaxBytes >> 20} MiB");
            return new ResourceSet([], errors.InOrder());
        }

        List<Resource> resources = [];
        List<string> skipped = [];
        foreach (var document in YamlReader.Read(text, errors))
        {
            ReadDocument(document, errors, resources, skipped, isInList: false);
        }

        CheckUnique(resources, errors);
        return new ResourceSet(errors.Count == 0 ? resources : [], errors.InOrder()) { Skipped = skipped };
    }

    private void ReadDocument(
        Node node,
        ErrorList errors,
        List<Resource> resources,
        List<string> skipped,
        bool isInList)
    {
        if (node is not MappingNode root)
        {
            errors.Add(node.Position, "", $"a resource must be a mapping; got {node.Describe}");
            return;
        }

        var fields = new Fields(root, "");
        var apiVersion = fields.GetText("apiVersion");
        var kind = fields.GetText("kind");
        if (apiVersion is null || kind is null)
        {
            errors.Add(root.Position, apiVersion is null ? "apiVersion" : "kind", "is required");
            return;
        }

        if (kind.EndsWith("List", StringComparison.Ordinal) && fields["items"].Exists && !isInList)
        {
            foreach (var item in fields["items"].Items)
            {
                ReadDocument(item.Node!, errors, resources, skipped, isInList: true);
            }

            return;
        }

        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || apiVersion[..slash] != ResourceKind.Group)
        {
            skipped.Add($"{kind} {fields["metadata"].GetText("name")} of {apiVersion} is no resource of KServe");
        }
        else if (FindKind(fields, kind, apiVersion[(slash + 1)..], errors) is { } known)
        {
            resources.Add(ReadResource(root, known, errors));
        }
    }

    private static ResourceKind? FindKind(Fields root, string kind, string version, ErrorList errors)
    {
        if (ResourceKind.FindExact(kind) is not { } known)
        {
            var nearest = NearestName.Find(kind, ResourceKind.All.Select(static each => each.Name));
            var hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
            errors.Add(root["kind"].Position, "kind", $"unknown kind '{kind}'{hint}");
            return null;
        }

        if (known.Versions.Contains(version, StringComparer.Ordinal))
        {
            return known;
        }

        var versions = string.Join(" or ", known.Versions.Select(static each => $"{ResourceKind.Group}/{each}"));
        errors.Add(root["apiVersion"].Position, "apiVersion", $"{kind} is read in {versions}; got version '{version}'");
        return null;
    }

    private Resource ReadResource(MappingNode root, ResourceKind kind, ErrorList errors)
    {
        var checker = new SchemaChecker(SchemaTable.Known, errors);
        checker.Check(root, SchemaTable.Known[kind.SchemaName]);
        var fields = new Fields(root, "");
        var metadata = fields["metadata"];
        ResourceRules.CheckNames(metadata, kind, errors);
        ResourceRules.Check(fields, kind, new ValidationContext(errors, context.StorageSchemes));
        var key = new ResourceKey(
            kind.Name,
            kind.IsNamespaced ? metadata.GetText("namespace") ?? context.DefaultNamespace : "",
            metadata.GetText("name") ?? "");
        return new Resource(key, kind, root, errors.File)
        {
            Notices = checker.Notices,
            Content = NodeYaml.Write(ContentOf(fields)),
        };
    }

    // Labels and annotations may change what is served, as the annotation that stops a service does.
    private static MappingNode ContentOf(Fields fields) => new NodeBuilder()
        .Add("labels", fields["metadata"]["labels"].Node)
        .Add("annotations", fields["metadata"]["annotations"].Node)
        .Add("spec", fields["spec"].Node)
        .Build();

    private static void CheckUnique(List<Resource> resources, ErrorList errors)
    {
        HashSet<ResourceKey> seen = [];
        foreach (var resource in resources)
        {
            if (!seen.Add(resource.Key))
            {
                errors.Add(
                    resource.Fields["metadata"]["name"].Position, "metadata.name", $"{resource.Key} stands here twice");
            }
        }
    }
}
