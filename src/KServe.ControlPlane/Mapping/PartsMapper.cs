namespace KServe.ControlPlane;

/// <summary>Finds the transformers and the explainer that stand in for a service's containers.</summary>
internal sealed class PartsMapper(ContainerCatalog containers)
{
    /// <summary>Finds the transformers by the names they were registered with, the outermost first.</summary>
    /// <exception cref="PlanException">None stands in for the container that transforms.</exception>
    public IReadOnlyList<string> PlanTransformers(Resource service, Fields predictor)
    {
        var own = service.Spec["transformer"]["containers"].Items.ToArray();
        if (own.Length == 0)
        {
            var collocated = predictor["containers"].Items.FirstOrDefault(static item =>
                item.GetText("name") == ContainerNames.Transformer);
            return collocated.Exists ? [Require(collocated)] : [];
        }

        var main = Main(own);
        return [.. own.Select(item => item.Path == main.Path ? Require(item) : containers.FindTransformer(item))
            .OfType<string>()];
    }

    /// <summary>Finds the explainer by the name it was registered with.</summary>
    public string? PlanExplainer(Resource service, out PlanException? failure)
    {
        failure = null;
        var explainer = service.Spec["explainer"];
        if (!explainer.Exists)
        {
            return null;
        }

        var library = ExplainerTypes.Names.FirstOrDefault(name => explainer[name].Exists);
        var section = library is null ? explainer["containers"].Items.First() : explainer[library];
        var name = library is null ? ResourceText.NameOf(section) : $"{library}/{section.GetText("type")}";
        var found = library is not null && containers.HasExplainer(name) ? name : containers.FindExplainer(section);
        failure = found is null ? PlanException.Missing(ContainerRole.Explainer, name, "AddExplainer") : null;
        return found;
    }

    /// <summary>Says which containers beside the transformer have nothing that stands in for them.</summary>
    public IEnumerable<string> GetNotices(Resource service)
    {
        var own = service.Spec["transformer"]["containers"].Items.ToArray();
        return own
            .Where(item => item.Path != Main(own).Path && containers.FindTransformer(item) is null)
            .Select(static item => $"{item.Path}: a process has no containers, and no transformer stands in for it");
    }

    private static Fields Main(Fields[] all)
    {
        var main = all.FirstOrDefault(static item => item.GetText("name") == ContainerNames.Predictor);
        return main.Exists ? main : all[0];
    }

    private string Require(Fields container) =>
        containers.FindTransformer(container)
        ?? throw PlanException.Missing(
            ContainerRole.Transformer, ResourceText.NameOf(container), "AddTransformer");
}
