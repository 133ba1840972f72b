using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Models;

/// <summary>Reads mining schemas and local transformations: which fields a model has.</summary>
internal static class MiningSchemaReader
{
    /// <summary>Makes the context of the outermost model.</summary>
    public static ModelContext ReadOutermost(DocumentContext document, PmmlElement model, MiningFunction function)
    {
        var absent = new FieldScope(parent: null);
        foreach (var field in document.DataFields.Values)
        {
            // What transformations name and the schema does not list is missing; a model that needs it is refused.
            absent.Add(CreateField(document, field, AssignedSource.Instance, field.Name));
        }

        var scope = new FieldScope(absent);
        var target = ReadFields(model, document, (element, _) => AddInput(document, element, scope));
        scope.AddPending(document.DerivedFields, document.Expressions.ReadDerivedField);
        var strict = scope.WithoutParent();
        AddLocalTransformations(document, model, strict);
        return new ModelContext(document, model, strict, function, target);
    }

    /// <summary>Makes the context of a model inside another one.</summary>
    public static ModelContext ReadInner(
        ModelContext outer,
        FieldScope around,
        PmmlElement model,
        MiningFunction function)
    {
        var document = outer.Document;
        var scope = new FieldScope(around);
        var target = ReadFields(model, document, (element, name) =>
        {
            if (element.Get("usageType") is "predicted" or "target")
            {
                return;
            }

            if (around.Find(name) is { } field)
            {
                scope.Add(name, Inherit(document, element, field));
            }
            else if (document.DataFields.TryGetValue(name, out var known))
            {
                scope.Add(CreateField(document, known, AssignedSource.Instance, name));
            }
            else if (element.Get("usageType") is null or "active")
            {
                throw element.Error(
                    $"names the field '{PmmlElement.Shorten(name)}', which the model around does not have");
            }
        });
        AddLocalTransformations(document, model, scope);
        return new ModelContext(
            document,
            model,
            scope,
            function,
            target ?? (outer.Function == function ? outer.Target : null),
            outer.Depth + 1);
    }

    private static DataField? ReadFields(PmmlElement model, DocumentContext document, Action<PmmlElement, string> add)
    {
        DataField? target = null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in model.RequireChild("MiningSchema").All("MiningField"))
        {
            var name = element.Require("name");
            if (!names.Add(name))
            {
                throw element.Error($"names '{PmmlElement.Shorten(name)}' a second time");
            }

            switch (element.Get("usageType"))
            {
                case "predicted" or "target":
                    target ??= document.DataFields.GetValueOrDefault(name);
                    if (document.DataFields.ContainsKey(name))
                    {
                        add(element, name);
                    }

                    break;
                case null or "active" or "supplementary":
                    add(element, name);
                    break;
                case "group" or "order" or "frequencyWeight" or "analysisWeight":
                    break;
                default:
                    throw element.Unknown("usageType");
            }
        }

        return target;
    }

    private static void AddInput(DocumentContext document, PmmlElement element, FieldScope scope)
    {
        var name = element.Require("name");
        if (!document.DataFields.TryGetValue(name, out var field))
        {
            throw element.Error(
                $"names the field '{PmmlElement.Shorten(name)}', which the data dictionary does not have");
        }

        var isActive = element.Get("usageType") is null or "active";
        var treatment = FieldTreatment.Read(element, field, field.Type);
        var source = new InputSource(document.Inputs.Count, treatment);
        var input = CreateField(document, field, source, name, DataField.ReadOpType(element));
        if (element.Get("usageType") is not ("predicted" or "target"))
        {
            scope.Add(input);
        }

        document.Inputs.Add(new ModelInput(name, field.Type, input.Slot, !treatment.IsMissingRefused, isActive));
    }

    private static PmmlField Inherit(DocumentContext document, PmmlElement element, PmmlField outer)
    {
        var dataField = document.DataFields.TryGetValue(outer.Name, out var known) && known.Type == outer.Type
            ? known
            : null;
        var treatment = FieldTreatment.Read(element, dataField, outer.Type);
        return treatment.IsPlain
            ? outer
            : new PmmlField
            {
                Name = outer.Name,
                Slot = document.Slots.Add(new InheritedSource(outer.Slot, treatment)),
                Type = outer.Type,
                OpType = DataField.ReadOpType(element) ?? outer.OpType,
                Values = outer.Values,
                Depth = outer.Depth + 1,
            };
    }

    private static PmmlField CreateField(
        DocumentContext document,
        DataField field,
        FieldSource source,
        string name,
        PmmlOpType? opType = null) => new()
        {
            Name = name,
            Slot = document.Slots.Add(source),
            Type = field.Type,
            OpType = opType ?? field.OpType,
            Values = field.Values,
        };

    private static void AddLocalTransformations(DocumentContext document, PmmlElement model, FieldScope scope)
    {
        if (model.Find("LocalTransformations") is { } transformations)
        {
            scope.AddPending(transformations.All("DerivedField"), document.Expressions.ReadDerivedField);
        }
    }
}
