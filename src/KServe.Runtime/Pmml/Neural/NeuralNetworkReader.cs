using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;

namespace KServe.Runtime.Pmml.Neural;

/// <summary>Reads neural networks.</summary>
internal sealed class NeuralNetworkReader
{
    private readonly ModelContext _context;
    private readonly PmmlElement _element;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];

    private NeuralNetworkReader(ModelContext context)
    {
        _context = context;
        _element = context.Element;
    }

    public static ModelEvaluator Read(ModelContext context) => new NeuralNetworkReader(context).Read();

    private NeuralNetwork Read()
    {
        var inputs = _element.RequireChild("NeuralInputs").All("NeuralInput").Select(ReadInput).ToArray();
        var layers = _element.All("NeuralLayer").Select(ReadLayer).ToArray();
        var outputs = _element.RequireChild("NeuralOutputs").All("NeuralOutput").Select(ReadOutput).ToArray();
        if (inputs.Length == 0 || layers.Length == 0 || outputs.Length == 0)
        {
            throw _element.Error("has no inputs, no layers or no outputs");
        }

        return new NeuralNetwork(_context, inputs, layers, outputs, [.. _ids]);
    }

    private Expression ReadInput(PmmlElement element)
    {
        AddPosition(element, element.Require("id"));
        var field = _context.Expressions.ReadDerivedField(element.RequireChild("DerivedField"), _context.Scope);
        return new FieldExpression(field, default);
    }

    private void AddPosition(PmmlElement element, string id)
    {
        if (!_positions.TryAdd(id, _ids.Count))
        {
            throw element.Error($"has the id '{PmmlElement.Shorten(id)}' of another neuron");
        }

        _ids.Add(id);
    }

    private NeuralLayer ReadLayer(PmmlElement element)
    {
        var neurons = element.All("Neuron").Select(neuron => ReadNeuron(neuron, element)).ToArray();
        if (neurons.Length == 0)
        {
            throw element.Error("has no <Neuron>");
        }

        // Only now can the ids be named, so that a neuron takes no output of its own layer.
        foreach (var neuron in element.All("Neuron"))
        {
            AddPosition(neuron, neuron.Require("id"));
        }

        return new NeuralLayer
        {
            Activation = ReadActivation(element.Get("activationFunction") is null ? _element : element),
            Normalization = ReadNormalization(element.Get("normalizationMethod") is null ? _element : element),
            Threshold = element.GetNumber("threshold", _element.GetNumber("threshold", 0)),
            Neurons = neurons,
        };
    }

    private Neuron ReadNeuron(PmmlElement element, PmmlElement layer)
    {
        PmmlElement[] connections = [.. element.All("Con")];
        return new Neuron(
            element.GetNumber("bias", 0),
            Array.ConvertAll(connections, connection => FindSource(connection, "from")),
            Array.ConvertAll(connections, static connection => connection.RequireNumber("weight")),
            element.GetNumber("width", layer.GetNumber("width", _element.GetNumber("width", 1))),
            element.GetNumber("altitude", layer.GetNumber("altitude", _element.GetNumber("altitude", 1))));
    }

    private int FindSource(PmmlElement element, string attribute)
    {
        var id = element.Require(attribute);
        return _positions.TryGetValue(id, out var position)
            ? position
            : throw element.Error($"names the neuron '{PmmlElement.Shorten(id)}', which no earlier layer has");
    }

    private NeuralOutput ReadOutput(PmmlElement element)
    {
        var source = FindSource(element, "outputNeuron");
        var derived = element.RequireChild("DerivedField");
        var expression = derived.Children.FirstOrDefault(static child =>
            child.Name is "FieldRef" or "NormContinuous" or "NormDiscrete")
            ?? throw derived.Error("is no output of a neural network: <FieldRef>, <NormContinuous> or <NormDiscrete>");
        var name = expression.Require("field");
        if (_context.IsClassification)
        {
            return expression.Name == "NormDiscrete"
                ? new NeuralOutput(source, _context.AddCategory(expression.Require("value")), null, name)
                : throw expression.Error("is no category, <NormDiscrete> was expected");
        }

        return new NeuralOutput(
            source,
            -1,
            expression.Name == "NormContinuous" ? new NormContinuousExpression(expression, CreateTarget(name)) : null,
            name);
    }

    private PmmlField CreateTarget(string name) => new()
    {
        Name = name,
        Slot = 0,
        Type = _context.TargetType,
        OpType = Values.PmmlOpType.Continuous,
    };

    private static LayerNormalization ReadNormalization(PmmlElement element) =>
        element.Get("normalizationMethod") switch
        {
            null or "none" => LayerNormalization.None,
            "simplemax" => LayerNormalization.SimpleMax,
            "softmax" => LayerNormalization.SoftMax,
            _ => throw element.Unknown("normalizationMethod"),
        };

    private static ActivationFunction ReadActivation(PmmlElement owner) => owner.Require("activationFunction") switch
    {
        "threshold" => ActivationFunction.Threshold,
        "logistic" => ActivationFunction.Logistic,
        "tanh" => ActivationFunction.Tanh,
        "identity" => ActivationFunction.Identity,
        "exponential" => ActivationFunction.Exponential,
        "reciprocal" => ActivationFunction.Reciprocal,
        "square" => ActivationFunction.Square,
        "Gauss" => ActivationFunction.Gauss,
        "sine" => ActivationFunction.Sine,
        "cosine" => ActivationFunction.Cosine,
        "Elliott" => ActivationFunction.Elliott,
        "arctan" => ActivationFunction.Arctan,
        "rectifier" => ActivationFunction.Rectifier,
        "radialBasis" => ActivationFunction.RadialBasis,
        _ => throw owner.Unknown("activationFunction"),
    };
}
