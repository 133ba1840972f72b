namespace KServe.ControlPlane;

/// <summary>Reads the documents of one text, and lists of resources in them.</summary>
internal sealed class DocumentReader(ErrorList errors, string defaultNamespace, IReadOnlyCollection<string> schemes)
{
    private readonly List<Resource> _resources = [];
    private readonly List<string> _skipped = [];

    public IReadOnlyList<Resource> Resources => _resources;

    /// <summary>Gets what is no resource of KServe.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    public void Read(Node node, bool isInList)
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
                Read(item.Node!, isInList: true);
            }

            return;
        }

        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || apiVersion[..slash] != ResourceKind.Group)
        {
            _skipped.Add($"{kind} {fields["metadata"].GetText("name")} of {apiVersion} is no resource of KServe");
        }
        else if (FindKind(fields, kind, apiVersion[(slash + 1)..]) is { } known)
        {
            _resources.Add(ReadResource(root, known));
        }
    }

    private ResourceKind? FindKind(Fields root, string kind, string version)
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

    private Resource ReadResource(MappingNode root, ResourceKind kind)
    {
        var checker = new SchemaChecker(SchemaTable.Known, errors);
        checker.Check(root, SchemaTable.Known[kind.SchemaName]);
        var fields = new Fields(root, "");
        var metadata = fields["metadata"];
        ResourceRules.CheckNames(metadata, kind, errors);
        ResourceRules.Check(fields, kind, new ValidationContext(errors, schemes));
        var key = new ResourceKey(
            kind.Name,
            kind.IsNamespaced ? metadata.GetText("namespace") ?? defaultNamespace : "",
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
}
