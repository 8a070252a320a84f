package io.pushmi.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.pushmi.contracts.runtime.client.management.ClientGrpc;
import io.pushmi.contracts.runtime.configuration.management.ConfigurationGrpc;
import io.pushmi.contracts.runtime.embeddings.EmbeddingStoreGrpc;
import io.pushmi.contracts.runtime.embeddings.EmbeddingsGrpc;
import io.pushmi.contracts.runtime.eventhorizon.ConsumerGrpc;
import io.pushmi.contracts.runtime.eventhorizon.SubscriptionsGrpc;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.processing.FiltersGrpc;
import io.pushmi.contracts.runtime.events.processing.ProcessorsGrpc;
import io.pushmi.contracts.runtime.handshake.HandshakeGrpc;
import io.pushmi.contracts.runtime.resources.ResourcesGrpc;
import io.pushmi.contracts.runtime.tenancy.TenantsGrpc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The services that have stubs and everything that they are declared with, in the words of the tables beside this class. */
final class DeclaredContracts {
    private static final List<ServiceDescriptor> SERVICES = List.of(
            HandshakeGrpc.getServiceDescriptor(),
            EventStoreGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.EventTypesGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.processing.EventHandlersGrpc.getServiceDescriptor(),
            FiltersGrpc.getServiceDescriptor(),
            ProcessorsGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.projections.ProjectionsGrpc.getServiceDescriptor(),
            EmbeddingsGrpc.getServiceDescriptor(),
            EmbeddingStoreGrpc.getServiceDescriptor(),
            SubscriptionsGrpc.getServiceDescriptor(),
            ConsumerGrpc.getServiceDescriptor(),
            TenantsGrpc.getServiceDescriptor(),
            ResourcesGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.aggregates.management.AggregateRootsGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.management.EventTypesGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.processing.management.EventHandlersGrpc.getServiceDescriptor(),
            io.pushmi.contracts.runtime.events.processing.management.ProjectionsGrpc.getServiceDescriptor(),
            ClientGrpc.getServiceDescriptor(),
            ConfigurationGrpc.getServiceDescriptor());

    private DeclaredContracts() {}

    /** A line per service, and one per rpc as its stub will call it. */
    static List<String> services() {
        var lines = new ArrayList<String>();
        for (var service : SERVICES) {
            var declared = "service " + service.getName();
            lines.add(declared);
            service.getMethods().forEach(method -> lines.add(declared + " " + described(method)));
        }
        return lines;
    }

    /** A line per message and enum that the services' files declare or import, and one per field and value. */
    static List<String> types() {
        var lines = new ArrayList<String>();
        for (var file : files()) {
            file.getMessageTypes().forEach(message -> describe(message, lines));
            file.getEnumTypes().forEach(type -> describe(type, lines));
        }
        return lines;
    }

    private static String described(MethodDescriptor<?, ?> method) {
        var schema = (ProtoMethodDescriptorSupplier) Objects.requireNonNull(method.getSchemaDescriptor());
        return String.join(
                " ",
                method.getType().name().toLowerCase(Locale.ROOT),
                Objects.requireNonNull(method.getBareMethodName()),
                schema.getMethodDescriptor().getInputType().getFullName(),
                schema.getMethodDescriptor().getOutputType().getFullName());
    }

    private static Set<FileDescriptor> files() {
        var files = new HashSet<FileDescriptor>();
        for (var service : SERVICES) {
            var schema = (ProtoFileDescriptorSupplier) Objects.requireNonNull(service.getSchemaDescriptor());
            addWithImports(schema.getFileDescriptor(), files);
        }
        return files;
    }

    private static void addWithImports(FileDescriptor file, Set<FileDescriptor> files) {
        if (!file.getPackage().startsWith("google.") && files.add(file)) {
            file.getDependencies().forEach(imported -> addWithImports(imported, files));
        }
    }

    private static void describe(Descriptor message, List<String> lines) {
        var declared = "message " + message.getFullName();
        lines.add(declared);
        message.getFields().forEach(field -> lines.add(declared + " " + described(field)));
        message.getNestedTypes().forEach(nested -> describe(nested, lines));
        message.getEnumTypes().forEach(type -> describe(type, lines));
    }

    private static void describe(EnumDescriptor type, List<String> lines) {
        var declared = "enum " + type.getFullName();
        lines.add(declared);
        type.getValues().forEach(value -> lines.add(declared + " " + value.getNumber() + " " + value.getName()));
    }

    private static String described(FieldDescriptor field) {
        var choice = field.getRealContainingOneof();
        return field.getNumber() + " " + field.getName() + " " + label(field) + type(field)
                + (choice == null ? "" : " in " + choice.getName());
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return "repeated ";
        }
        return field.toProto().getProto3Optional() ? "optional " : "";
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
