using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace KServe.Graphs;

/// <summary>Reads a graph from the configuration, with the names of KServe's YAML.</summary>
/// <remarks>
/// Written by hand because a value that is not understood has to be reported with its key, together with all others.
/// </remarks>
internal sealed class GraphSection(List<string> errors)
{
    public InferenceGraph Read(IConfigurationSection section)
    {
        TimeSpan? timeout = null;
        TimeSpan? serviceTimeout = null;
        Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NODES":
                    foreach (var node in child.GetChildren())
                    {
                        nodes[node.Key] = ReadNode(node);
                    }

                    break;
                case "TIMEOUT":
                    timeout = ReadTime(child);
                    break;
                case "SERVICETIMEOUT":
                    serviceTimeout = ReadTime(child);
                    break;
                default:
                    Unknown(child, "Nodes, Timeout or ServiceTimeout");
                    break;
            }
        }

        return new InferenceGraph
        {
            Name = section.Key,
            Nodes = nodes,
            Timeout = timeout,
            ServiceTimeout = serviceTimeout,
        };
    }

    private GraphNode ReadNode(IConfigurationSection section)
    {
        var type = GraphRouterType.Sequence;
        List<GraphStep> steps = [];
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "ROUTERTYPE":
                    type = ReadEnum<GraphRouterType>(child);
                    break;
                case "STEPS":
                    steps.AddRange(child.GetChildren().Select(ReadStep));
                    break;
                default:
                    Unknown(child, "RouterType or Steps");
                    break;
            }
        }

        return new GraphNode { RouterType = type, Steps = steps };
    }

    private GraphStep ReadStep(IConfigurationSection section)
    {
        var step = new GraphStep();
        foreach (var child in section.GetChildren())
        {
            step = child.Key.ToUpperInvariant() switch
            {
                "NAME" => step with { Name = child.Value },
                "NODENAME" => step with { NodeName = child.Value },
                "SERVICENAME" => step with { ServiceName = child.Value },
                "SERVICEURL" => step with { ServiceUrl = child.Value },
                "CONDITION" => step with { Condition = child.Value },
                "DATA" => step with { Data = ReadData(child) },
                "DEPENDENCY" => step with { Dependency = ReadEnum<GraphDependency>(child) },
                "WEIGHT" => step with { Weight = ReadInteger(child) },
                "MAPPREDICTIONSTOINSTANCES" => step with { MapPredictionsToInstances = ReadFlag(child) },
                _ => Unknown(child, "a field of a step", step),
            };
        }

        return step;
    }

    private GraphStepData ReadData(IConfigurationSection section) => section.Value switch
    {
        "$request" => GraphStepData.Request,
        "$response" => GraphStepData.Response,
        _ => ReadEnum<GraphStepData>(section),
    };

    private T ReadEnum<T>(IConfigurationSection section)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(section.Value, ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            return value;
        }

        return Wrong<T>(section, string.Join(", ", Enum.GetNames<T>()));
    }

    private int? ReadInteger(IConfigurationSection section) =>
        int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong<int?>(section, "an integer");

    private bool ReadFlag(IConfigurationSection section) =>
        bool.TryParse(section.Value, out var value) ? value : Wrong<bool>(section, "true or false");

    private TimeSpan? ReadTime(IConfigurationSection section) =>
        TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : Wrong<TimeSpan?>(section, "a time like 00:00:30");

    private T? Wrong<T>(IConfigurationSection section, string expected)
    {
        errors.Add($"{section.Path}: {expected} was expected, got '{section.Value}'.");
        return default;
    }

    private void Unknown(IConfigurationSection section, string expected) =>
        errors.Add($"{section.Path}: there is no such setting; {expected} was expected.");

    private T Unknown<T>(IConfigurationSection section, string expected, T value)
    {
        Unknown(section, expected);
        return value;
    }
}
