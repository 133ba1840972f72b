namespace KServe.ControlPlane;

/// <summary>The fields of a container, which KServe also writes into its model and framework sections.</summary>
internal static class ContainerSchema
{
    public const string Text = """
        type Resources
        silent: limits{}:q requests{}:q claims[]:*

        type EnvSource
        silent: configMapKeyRef:* fieldRef:* fileKeyRef:* resourceFieldRef:* secretKeyRef:*

        type EnvVar
        acts: name!:s value:s
        accepts "there are no secrets and config maps": valueFrom:EnvSource

        type Port
        silent: containerPort:i hostIP:s hostPort:i name:s protocol:s

        type HttpHeader
        silent: name:s value:s

        type HttpGet
        silent: host:s httpHeaders[]:HttpHeader path:s port:x scheme:s

        type Socket
        silent: host:s port:x

        type GrpcProbe
        silent: port:x service:s

        type Exec
        silent: command[]:s

        type Probe
        silent: exec:Exec failureThreshold:i grpc:GrpcProbe httpGet:HttpGet initialDelaySeconds:i periodSeconds:i
        successThreshold:i tcpSocket:Socket terminationGracePeriodSeconds:i timeoutSeconds:i

        type VolumeMount
        silent: mountPath:s mountPropagation:s name:s readOnly:b recursiveReadOnly:s subPath:s subPathExpr:s

        type ContainerOnly
        accepts "a process has no container": command[]:s imagePullPolicy:s lifecycle:* ports[]:Port
        resizePolicy[]:* restartPolicy:s restartPolicyRules[]:* securityContext:* stdin:b stdinOnce:b
        terminationMessagePath:s terminationMessagePolicy:s tty:b volumeDevices[]:* volumeMounts[]:VolumeMount
        workingDir:s
        accepts "a process has no quota": resources:Resources
        accepts "the server has health of its own": livenessProbe:Probe readinessProbe:Probe startupProbe:Probe
        accepts "there are no secrets and config maps": envFrom[]:*

        type Container
        include ContainerOnly
        acts: name:s image:s args[]:s env[]:EnvVar
        """;
}
