using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Vectors;

/// <summary>Reads support vector machines.</summary>
internal static class VectorMachineReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var isLinear = (element.Get("svmRepresentation") ?? element.Get("representation")) switch
        {
            null or "SupportVectors" => false,
            "Coefficients" => true,
            _ => throw element.Unknown("svmRepresentation"),
        };
        var dictionary = element.RequireChild("VectorDictionary");
        var fields = ReadFields(dictionary.RequireChild("VectorFields"), context);
        var vectors = isLinear ? [] : ReadVectors(dictionary, fields.Length);
        var alternate = element.Get("alternateBinaryTargetCategory") is { } binary && context.IsClassification
            ? context.AddCategory(binary)
            : -1;
        var options = new VectorMachineOptions(
            element.Get("classificationMethod") switch
            {
                null => alternate >= 0 || element.All("SupportVectorMachine")
                    .All(static machine => machine.Get("alternateTargetCategory") is not null),
                "OneAgainstAll" => alternate >= 0,
                "OneAgainstOne" => true,
                _ => throw element.Unknown("classificationMethod"),
            },
            element.GetFlag("maxWins", otherwise: false),
            element.GetNumber("threshold", 0),
            alternate);
        var machines = element.All("SupportVectorMachine")
            .Select(machine => ReadMachine(machine, context, vectors, fields.Length, isLinear, options))
            .ToArray();
        return machines.Length > 0
            ? new VectorMachineModel(context, fields, isLinear ? default : Kernel.Read(element), machines, options)
            : throw element.Error("has no <SupportVectorMachine>");
    }

    private static VectorField[] ReadFields(PmmlElement element, ModelContext context)
    {
        var fields = new List<VectorField>();
        foreach (var child in element.Children)
        {
            if (child.Name == "FieldRef")
            {
                fields.Add(new VectorField(context.Scope.Require(child).Slot, PmmlValue.Missing, 1));
            }
            else if (child.Name == "CategoricalPredictor")
            {
                var field = context.Scope.Require(child, child.Get("name") is null ? "field" : "name");
                fields.Add(new VectorField(
                    field.Slot, field.Type.Parse(child, child.Require("value")), child.GetNumber("coefficient", 1)));
            }
        }

        return [.. fields];
    }

    private static Dictionary<string, double[]> ReadVectors(PmmlElement dictionary, int length)
    {
        var vectors = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var element in dictionary.All("VectorInstance"))
        {
            var array = PmmlArrays.Find(element) ?? throw element.Error("has no array");
            var values = PmmlArrays.ReadNumbers(array);
            var isSparse = array.Name.EndsWith("SparseArray", StringComparison.Ordinal);
            if (values.Length < length && isSparse && array.Get("n") is null)
            {
                Array.Resize(ref values, length);
            }

            if (values.Length != length)
            {
                throw element.Error($"has {values.Length} coordinates, {length} were expected");
            }

            if (!vectors.TryAdd(element.Require("id"), values))
            {
                throw element.Error("has the id of another vector");
            }
        }

        return vectors;
    }

    private static VectorMachine ReadMachine(
        PmmlElement element,
        ModelContext context,
        Dictionary<string, double[]> vectors,
        int fieldCount,
        bool isLinear,
        VectorMachineOptions options)
    {
        var coefficients = element.RequireChild("Coefficients");
        double[] values = [.. coefficients.All("Coefficient").Select(static value => value.GetNumber("value", 0))];
        double[][] support = isLinear
            ? []
            : [.. element.RequireChild("SupportVectors").All("SupportVector").Select(vector => Find(vector, vectors))];
        var count = isLinear ? fieldCount : support.Length;
        if (values.Length != count)
        {
            throw element.Error($"has {values.Length} coefficients, {count} were expected");
        }

        var isClassification = context.IsClassification;
        return new VectorMachine
        {
            Category = isClassification ? context.AddCategory(element.Require("targetCategory")) : -1,
            Alternate = !isClassification || !options.IsOneAgainstOne
                ? -1
                : options.AlternateCategory >= 0
                    ? options.AlternateCategory
                    : context.AddCategory(element.Require("alternateTargetCategory")),
            Threshold = element.GetNumber("threshold", double.NaN),
            Intercept = coefficients.GetNumber("absoluteValue", 0),
            Coefficients = values,
            Vectors = support,
        };
    }

    private static double[] Find(PmmlElement element, Dictionary<string, double[]> vectors) =>
        vectors.TryGetValue(element.Require("vectorId"), out var vector)
            ? vector
            : throw element.Unknown("vectorId");
}
