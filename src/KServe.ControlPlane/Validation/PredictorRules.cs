namespace KServe.ControlPlane;

/// <summary>The rules of predictors.</summary>
internal static class PredictorRules
{
    private static readonly string[] Protocols = ["v1", "v2", "grpc-v1", "grpc-v2"];
    private static readonly string[] StorageTypes = ["s3", "hdfs", "webhdfs"];

    public static void Check(Fields predictor, ValidationContext context)
    {
        // A predictor of another type has been reported as that.
        if (predictor.Node is not MappingNode)
        {
            return;
        }

        ComponentRules.Check(predictor, context);
        CheckImplementation(predictor, context);
        foreach (var name in Frameworks.SectionNames)
        {
            if (predictor[name] is { Exists: true } section)
            {
                CheckSection(section, context);
                CheckStorageUris(predictor, section, context);
            }
        }

        foreach (var uri in predictor["storageUris"].Items)
        {
            context.CheckStorageUri(uri["uri"]);
            if (uri["mountPath"] is { Text: { } path } mount && (!path.StartsWith('/') || path.Length == 1))
            {
                context.Error(mount, $"must be an absolute path below the root; got '{path}'");
            }
        }
    }

    private static void CheckImplementation(Fields predictor, ValidationContext context)
    {
        var frameworks = Frameworks.SectionNames.Where(name => predictor[name].Exists).ToList();
        var containers = predictor["containers"];
        if (containers.Items.Any(static item => item.GetText("name") == ContainerNames.Predictor)
            || (frameworks.Count == 0 && containers.Count > 0))
        {
            frameworks.Add("containers");
        }

        if (frameworks.Count != 1)
        {
            var got = frameworks.Count == 0 ? "none" : string.Join(" and ", frameworks);
            context.Error(
                predictor,
                $"exactly one of {string.Join(", ", Frameworks.SectionNames)} or containers must be specified; "
                + $"got {got}");
        }
    }

    private static void CheckSection(Fields section, ValidationContext context)
    {
        if (section["name"] is { Exists: true } name)
        {
            context.Error(name, "the 'name' field is not allowed in a standard predictor");
        }

        context.CheckStorageUri(section["storageUri"]);
        context.CheckConfidential(section["confidential"]);
        ComponentRules.CheckContainer(section, context);
        if (section["protocolVersion"] is { Text: { } protocol } field && !Protocols.Contains(protocol))
        {
            context.Error(field, $"must be one of {string.Join(", ", Protocols)}; got '{protocol}'");
        }

        var storage = section["storage"];
        if (storage["parameters"]["type"] is { Text: { } type } typeField && !StorageTypes.Contains(type))
        {
            context.Error(typeField, $"must be one of {string.Join(", ", StorageTypes)}; got '{type}'");
        }

        if (storage.Exists && section["storageUri"] is { Text: { } uri } uriField
            && !StorageTypes.Any(known => uri.StartsWith(known + "://", StringComparison.Ordinal)))
        {
            context.Error(
                uriField, $"beside storage must begin with {string.Join("://, ", StorageTypes)}://; got '{uri}'");
        }
    }

    private static void CheckStorageUris(Fields predictor, Fields section, ValidationContext context)
    {
        if (predictor["storageUris"].Count > 0 && section["storageUri"].Exists)
        {
            context.Error(predictor["storageUris"], "must not be given beside storageUri");
        }
    }
}
