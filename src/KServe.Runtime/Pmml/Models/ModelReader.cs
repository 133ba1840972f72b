using KServe.Runtime.Pmml.Anomalies;
using KServe.Runtime.Pmml.Bayes;
using KServe.Runtime.Pmml.Clustering;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.GeneralRegression;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Pmml.Neighbors;
using KServe.Runtime.Pmml.Neural;
using KServe.Runtime.Pmml.Outputs;
using KServe.Runtime.Pmml.Regression;
using KServe.Runtime.Pmml.Rules;
using KServe.Runtime.Pmml.Scorecards;
using KServe.Runtime.Pmml.Trees;
using KServe.Runtime.Pmml.Vectors;

namespace KServe.Runtime.Pmml.Models;

/// <summary>Reads the models of a document by the names of their elements.</summary>
internal static class ModelReader
{
    /// <summary>The most models that may lie in one another.</summary>
    private const int MaxDepth = 16;

    private static readonly Dictionary<string, Func<ModelContext, ModelEvaluator>> Readers = new(StringComparer.Ordinal)
    {
        ["TreeModel"] = TreeModelReader.Read,
        ["RegressionModel"] = RegressionModelReader.Read,
        ["GeneralRegressionModel"] = GeneralRegressionReader.Read,
        ["MiningModel"] = MiningModelReader.Read,
        ["NeuralNetwork"] = NeuralNetworkReader.Read,
        ["SupportVectorMachineModel"] = VectorMachineReader.Read,
        ["ClusteringModel"] = ClusteringModelReader.Read,
        ["NaiveBayesModel"] = NaiveBayesReader.Read,
        ["Scorecard"] = ScorecardReader.Read,
        ["RuleSetModel"] = RuleSetReader.Read,
        ["NearestNeighborModel"] = NearestNeighborReader.Read,
        ["AnomalyDetectionModel"] = AnomalyReader.Read,
    };

    private static readonly Dictionary<string, int> NoSegments = new(StringComparer.Ordinal);

    /// <summary>Tells whether an element is a model, of those that can be read or of the others.</summary>
    public static bool IsModel(PmmlElement element) => Readers.ContainsKey(element.Name) || IsUnsupported(element);

    /// <summary>Reads the outermost model of a document.</summary>
    public static ModelEvaluator ReadOutermost(DocumentContext document, PmmlElement element)
    {
        var reader = FindReader(element);
        var context = document.FindOpen(element)?.Context ?? OpenOutermost(document, element);
        return Complete(reader, context, new FieldScope(parent: null));
    }

    /// <summary>Makes the context of the outermost model, without reading the model.</summary>
    public static ModelContext OpenOutermost(DocumentContext document, PmmlElement element) =>
        MiningSchemaReader.ReadOutermost(document, element, ReadFunction(element));

    /// <summary>Makes the context of a model inside another one, without reading the model.</summary>
    public static ModelContext OpenInner(ModelContext outer, FieldScope around, PmmlElement element)
    {
        if (outer.Depth >= MaxDepth)
        {
            throw element.Error($"lies inside more than {MaxDepth} models");
        }

        return MiningSchemaReader.ReadInner(outer, around, element, ReadFunction(element));
    }

    /// <summary>Reads a model inside another one.</summary>
    /// <param name="outer">The model around.</param>
    /// <param name="around">The fields that are seen around the model.</param>
    /// <param name="element">The model.</param>
    /// <param name="visible">Takes the model's outputs.</param>
    public static ModelEvaluator ReadInner(
        ModelContext outer,
        FieldScope around,
        PmmlElement element,
        FieldScope visible)
    {
        var reader = FindReader(element);
        var context = outer.Document.FindOpen(element)?.Context ?? OpenInner(outer, around, element);
        return Complete(reader, context, visible);
    }

    private static ModelEvaluator Complete(
        Func<ModelContext, ModelEvaluator> reader,
        ModelContext context,
        FieldScope visible)
    {
        var model = reader(context);
        var mining = model as MiningModel;
        var outputs = OutputReader.Read(context, model, mining?.SegmentIds ?? NoSegments, visible);
        model.Complete(TargetTransform.Read(context), outputs);
        if (!Array.Exists(outputs, static output => output.Output.SegmentModel >= 0))
        {
            mining?.Compile();
        }

        return model;
    }

    private static Func<ModelContext, ModelEvaluator> FindReader(PmmlElement element) =>
        Readers.TryGetValue(element.Name, out var reader)
            ? reader
            : throw element.Error("is a model of a kind that is not supported");

    private static bool IsUnsupported(PmmlElement element) =>
        element.Name.EndsWith("Model", StringComparison.Ordinal) || element.Name is "BayesianNetworkModel";

    private static MiningFunction ReadFunction(PmmlElement element) => element.Require("functionName") switch
    {
        "regression" => MiningFunction.Regression,
        "classification" => MiningFunction.Classification,
        "clustering" => MiningFunction.Clustering,
        "associationRules" or "mixed" => MiningFunction.Mixed,
        "sequences" or "timeSeries" => throw element.Error("finds sequences or time series, which is not supported"),
        _ => throw element.Unknown("functionName"),
    };
}
